//! The shape of a formula as written: nodes in one list, each after its operands, so that every later pass is a plain loop and
//! no formula, however long, can exhaust the stack. Knows no names, kinds or units; those are in [`super::check`].

use std::ops::Range;

/// The place of a node in [`Syntax::nodes`].
pub(super) type At = usize;

#[derive(Clone, Debug)]
pub(super) struct Syntax {
    /// Every node comes after its operands.
    pub(super) nodes: Vec<Node>,
    pub(super) root: At,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Bytes of the text, with the parentheses around it.
    pub(super) range: Range<usize>,
    /// Whether parentheses stand around it.
    pub(super) enclosed: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Number(f64),
    Text(String),
    Name(String),
    Negate(At),
    Not(At),
    Binary(Operator, At, At),
    Member {
        item: At,
        list: Vec<At>,
        sense: Sense,
    },
    Call {
        name: String,
        name_range: Range<usize>,
        arguments: Vec<At>,
    },
    /// Could not be read; has been reported.
    Unreadable,
}

/// Whether a membership is asked for or excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    In,
    NotIn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// How tightly something binds; more binds tighter.
pub(super) mod binding {
    pub(in super::super) const LOOSEST: u8 = 0;
    pub(in super::super) const OR: u8 = 1;
    pub(in super::super) const AND: u8 = 2;
    pub(in super::super) const NOT: u8 = 3;
    pub(in super::super) const COMPARISON: u8 = 4;
    pub(in super::super) const SUM: u8 = 5;
    pub(in super::super) const PRODUCT: u8 = 6;
    pub(in super::super) const SIGN: u8 = 7;
    pub(in super::super) const POWER: u8 = 8;
    /// A number, a name, a call, something in parentheses.
    pub(in super::super) const WHOLE: u8 = 9;
}

impl Operator {
    pub(super) fn binding(self) -> u8 {
        match self {
            Operator::Or => binding::OR,
            Operator::And => binding::AND,
            Operator::Add | Operator::Subtract => binding::SUM,
            Operator::Multiply | Operator::Divide => binding::PRODUCT,
            Operator::Power => binding::POWER,
            _ => binding::COMPARISON,
        }
    }

    pub(super) fn is_comparison(self) -> bool {
        self.binding() == binding::COMPARISON
    }

    pub(super) fn symbol(self) -> &'static str {
        match self {
            Operator::Or => "or",
            Operator::And => "and",
            Operator::Equal => "==",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Power => "^",
        }
    }
}

impl Syntax {
    /// Whether a node is the name of an attribute and, if so, its id; used where texts are values of it.
    pub(super) fn name_of(&self, at: At) -> Option<&str> {
        match &self.nodes[at].kind {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }

    /// For every node that is compared with a bare name: that name. Texts there are values of an attribute.
    pub(super) fn compared_with(&self) -> Vec<Option<&str>> {
        let mut partners = vec![None; self.nodes.len()];
        for node in &self.nodes {
            match &node.kind {
                Kind::Binary(Operator::Equal | Operator::NotEqual, left, right) => {
                    partners[*right] = self.name_of(*left);
                    partners[*left] = self.name_of(*right);
                }
                Kind::Member { item, list, .. } => {
                    for at in list {
                        partners[*at] = self.name_of(*item);
                    }
                }
                _ => {}
            }
        }
        partners
    }
}
