// SPDX-License-Identifier: Apache-2.0
//! Reading others' documents and running models on them, in a process of its own: what one document can end is that
//! process, never the daemon that keeps shares and documents.
//!
//! ```text
//! daemon: keys, custody, chain                      child: salus-worker assess, without keys
//!   fetch, decrypt, judge by real length
//!   note the start in the journal
//!   start a child for this task ── stdin ──────────>  set its own limits, then read
//!                               <── stdout ─────────  which input it is about to read, each time
//!                               <── stdout ─────────  the result, or that it is refused
//!   encrypt it, seal or refuse on chain
//! ```
//!
//! | file | what |
//! |---|---|
//! | `frames.rs` | a task's way through a pipe |
//! | `limits.rs` | what a child may take |
//! | `child.rs` | the child's program |
//! | `process.rs` | the daemon's side: start, wait, tell death from an end |
//!
//! What a task is, and what comes of it without a process, is in [`salus_inference::assessment`].

mod child;
mod frames;
mod limits;
mod process;

pub use child::Arguments;
pub use limits::Limits;
pub use process::{Assessor, Death, Ending};

use salus_inference::assessment::{MAX_TASK_LENGTH, Message, Task};

/// The exit status of a child that could not set its limits, and so has read nothing.
const UNLIMITED: u8 = 3;

/// Whether each frame in a pipe is one that the daemon or the child understands, and there is one.
pub(crate) fn reads_frames(mut pipe: &[u8]) -> bool {
	let mut count = 0;
	while let Ok(frame) = frames::read(&mut pipe, MAX_TASK_LENGTH) {
		let message = frames::decode::<Message>(&frame).is_ok();
		let task = frames::decode::<Task>(&frame).is_ok();
		if !message && !task {
			return false;
		}
		count += 1;
	}
	count > 0 && pipe.is_empty()
}

/// The child's program.
pub fn child(arguments: &Arguments) -> std::process::ExitCode {
	child::run(arguments)
}
