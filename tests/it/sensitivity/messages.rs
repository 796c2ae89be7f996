use super::said;

macro_rules! says {
    ($name:ident, $text:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(concat!("sensitivity-", stringify!($name)), said($text));
        }
    };
}

#[test]
fn a_table_with_everything_is_fine() {
    let problems = said(super::replicates::EVERYTHING);
    assert!(problems.is_empty(), "{problems}");
}

says!(nothing_asked, "draws = 10\n");
says!(
    form,
    r#"
draws = 0
sede = 1
design = "sobool"
[[factor]]
id = "w"
kind = "weigths"
law = { spread = 0.2 }
[[factor]]
id = "v"
kind = "weights"
law = { spraed = 0.2 }
off = "index"
[[factor]]
id = "u"
kind = "weights"
of = { levle = 1 }
law = "simplx"
[[factor]]
kind = "power"
id = "p"
from = "a"
to = 1
[[factor]]
id = "x"
kind = "weights"
law = { spread = 0.2, dirichlet = 3 }
[[factor]]
id = "y"
kind = "error"
law = 0.1
of = 3
[[factor]]
id = "z"
kind = "units"
resample = "bootstrap"
[attribution]
outputs = ["mean-rank", { rnk = "u1" }]
"#
);
says!(
    numbers_of_the_head,
    r#"
interval = 1.0
confidence = 0.5
top = [0, 3]
periods = ["2022"]
nodes = ["grwth", "a"]
[[factor]]
id = "w"
kind = "weights"
law = { spread = 1.0 }
"#
);
says!(
    ids_twice,
    r#"
[[factor]]
id = "w"
kind = "weights"
of = ["growth", "growth"]
law = { within = 1.5 }
[[factor]]
id = "w"
kind = "alternatives"
alternative = [
    { id = "x", set = [{ aggregation = { method = "geometric", zero = "zero" } }] },
    { id = "x", share = -1.0, set = [{ coverage = { missing = "withhold" } }] },
    { id = "as-defined", set = [{ coverage = { missing = "withhold" } }] },
]
"#
);
says!(
    unknown_nodes,
    r#"
[[factor]]
id = "w"
kind = "weights"
of = ["qualty", "a"]
law = { dirichlet = 0.0 }
[[factor]]
id = "l"
kind = "leave-out"
of = ["index", "h", "a"]
[[factor]]
id = "e"
kind = "error"
of = ["growth"]
law = { normal = 0.0 }
correlated = 2.0
[[factor]]
id = "n"
kind = "anchors"
of = { below = "qualiti" }
spread = 0.5
"#
);
says!(
    factors_without_effect,
    r#"
[[factor]]
id = "w"
kind = "weights"
of = ["alone", "growth"]
law = { spread = 0.2 }
[[factor]]
id = "x"
kind = "weights"
of = ["growth"]
law = "experts"
[[factor]]
id = "n"
kind = "anchors"
of = ["a", "b"]
spread = 0.1
[[factor]]
id = "m"
kind = "anchors"
of = { below = "alone" }
spread = 0.1
[[factor]]
id = "l"
kind = "leave-out"
of = { level = 7 }
[[factor]]
id = "alt"
kind = "alternatives"
alternative = []
"#
);
says!(
    bounds_without_room,
    r#"
[[factor]]
id = "w"
kind = "weights"
of = ["growth"]
law = { between = { lower = { a = 0.6, b = 0.6 } } }
[[factor]]
id = "x"
kind = "weights"
of = ["quality"]
law = { between = { lower = { d = 0.5, q = 0.1 }, upper = { d = 0.4, e = 1.2 } } }
[[factor]]
id = "y"
kind = "weights"
law = { between = { } }
[bounds]
of = { level = 1 }
upper = { growth = 0.2, quality = 0.2, alone = 0.2 }
"#
);
says!(
    bounds_of_the_index,
    r#"
[bounds]
of = ["growth", "a", "alone"]
[acceptability]
law = "experts"
draws = 0
"#
);
says!(
    bounds_and_order,
    r#"
[bounds]
within = 0.2
order = ["alone", "quality", "growth", "a"]
of = { level = 1 }
"#
);
says!(
    bounds_that_contradict_the_order,
    r#"
[bounds]
within = 0.2
order = ["alone", "quality", "growth"]
of = { level = 1 }
"#
);
says!(
    two_factors_on_one_card,
    r#"
[[factor]]
id = "mean"
kind = "alternatives"
alternative = [{ id = "geometric", set = [{ aggregation = { method = "geometric", zero = "zero" } }] }]
[[factor]]
id = "power"
kind = "power"
of = ["index"]
from = -1.0
to = 1.0
[[factor]]
id = "w"
kind = "weights"
law = { spread = 0.2 }
[[factor]]
id = "x"
kind = "weights"
of = ["growth"]
law = "simplex"
[[factor]]
id = "s"
kind = "units"
resample = { bootstrap = {} }
[[factor]]
id = "t"
kind = "units"
resample = { bootstrap = { within = "industry" } }
"#
);
says!(
    alternatives_that_do_not_hold,
    r#"
[[factor]]
id = "alt"
kind = "alternatives"
[[factor.alternative]]
id = "same"
set = [{ of = ["a"], weight = 5.0 }]
[[factor.alternative]]
id = "zero"
set = [{ aggregation = { method = "geometric" } }]
[[factor.alternative]]
id = "empty"
[[factor.alternative]]
id = "both"
set = [{ of = ["b"], weight = 2.0 }]
definition = "elsewhere"
[[factor.alternative]]
id = "nothing"
set = [{ of = ["b"] }]
[[factor.alternative]]
id = "unnamed"
set = [{ weight = 2.0 }]
[[factor.alternative]]
id = "formula"
set = [{ of = ["b"], formula = "vb / vz" }]
"#
);
says!(
    power_without_an_answer,
    r#"
[[factor]]
id = "p"
kind = "power"
of = ["index"]
from = 1.0
to = 0.5
"#
);
says!(
    unknown_attribute,
    r#"
[[factor]]
id = "s"
kind = "units"
resample = { drop-group = { by = "indutry" } }
"#
);
says!(
    attribution_that_cannot_be,
    r#"
[[factor]]
id = "w"
kind = "weights"
law = { spread = 0.2 }
[attribution]
method = "factorial"
base = 1
resamples = 0
outputs = [{ top-members = 0 }]
"#
);
says!(
    attribution_without_order,
    r#"
[[factor]]
id = "w"
kind = "weights"
law = { dirichlet = 20 }
[attribution]
method = "pawn"
"#
);
says!(
    what_data_reveal,
    r#"
top = [3, 100]
[[factor]]
id = "w"
kind = "weights"
law = { spread = 0.2 }
[attribution]
outputs = [{ rank = "u99" }, { score = "v1" }]
[bounds]
pairs = [["u1", "nobody"]]
"#
);
