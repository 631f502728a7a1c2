// SPDX-License-Identifier: Apache-2.0
//! From a request for one model to what came of it: documents are read, and the model is run. The daemon has it done by a
//! process of its own (`salus-worker`, `assessment/`); whoever asks for decision support reads documents alike before.
//!
//! | file | what |
//! |---|---|
//! | `task.rs` | what is asked and answered |
//! | `work.rs` | from a task to its end |

mod task;
mod work;

pub use task::{Content, End, Fault, Message, Task, TaskInput};
pub use work::{NO_PREDICTION, read, work};

/// The longest document that is parsed, in bytes of ciphertext.
pub const MAX_INPUT_LENGTH: usize = 4 * 1024 * 1024;
/// The most bytes of plaintext that one task has: parsed JSON takes many times its length.
pub const MAX_TASK_LENGTH: usize = 8 * 1024 * 1024;
