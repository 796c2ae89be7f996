//! Kernels compiled once for each width of vector instructions, and run with the widest the processor at hand has.
//!
//! The build itself is for the oldest processor of its kind; NumPy and its like choose at run time, and so does this. It changes how many
//! values are worked on at once, never what comes out: a compiler does not fuse a product with a sum unasked, and sums over values are
//! written as sums of lanes, so that the bits are those of [`Kernel::run`] anywhere. Each kernel has a test of that. This is the only place
//! that knows of instruction sets; `docs/decisions/0058-wider-instructions.md` says why.

use pulp::{Arch, NullaryFnOnce};

/// A plain loop over slices with its arguments. [`run`](Kernel::run) and all it calls are marked `#[inline(always)]`: what is not inlined
/// is compiled for the oldest processor only, and nothing says so.
pub(crate) trait Kernel {
    type Output;

    fn run(self) -> Self::Output;
}

/// Runs a kernel with the widest instructions there are. Choosing costs some nanoseconds, so a kernel takes a few hundred values.
pub(crate) fn vectorised<K: Kernel>(kernel: K) -> K::Output {
    Arch::new().dispatch(Inlined(kernel))
}

struct Inlined<K>(K);

impl<K: Kernel> NullaryFnOnce for Inlined<K> {
    type Output = K::Output;

    #[inline(always)]
    fn call(self) -> K::Output {
        self.0.run()
    }
}
