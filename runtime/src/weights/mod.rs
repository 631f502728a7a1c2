//! Weights measured on reference hardware, a file a pallet, as `frame-omni-bencher` writes them.
//!
//! None is measured yet: every pallet answers with its own figures until then.
