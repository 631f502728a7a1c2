// SPDX-License-Identifier: Apache-2.0
//! The child: limits first, then the task. What it prints besides is lost, since a message of a fault may quote a
//! document. Data rule 1.

use super::{Limits, UNLIMITED, frames, limits};
use salus_inference::assessment::{MAX_TASK_LENGTH, Message, Task, work};
use std::{
	io::{self, BufReader},
	process::ExitCode,
	thread,
};

/// How the daemon starts it.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
	#[command(flatten)]
	limits: Limits,
}

/// Works one task off, from standard input to standard output.
pub fn run(arguments: &Arguments) -> ExitCode {
	if arguments.limits.set().is_err() {
		return ExitCode::from(UNLIMITED);
	}
	// A thread of its own, since only its stack has the size that is asked for.
	let working = thread::Builder::new().stack_size(limits::STACK).spawn(from_pipe_to_pipe);
	let done = working.map(|working| working.join());
	match done {
		// Not by returning: what ONNX Runtime tidies up at the end is not part of the task.
		Ok(Ok(Ok(()))) => std::process::exit(0),
		_ => ExitCode::FAILURE,
	}
}

fn from_pipe_to_pipe() -> io::Result<()> {
	let mut from = BufReader::with_capacity(64, io::stdin().lock());
	let mut to = io::stdout().lock();
	let task: Task = frames::decode(&frames::read(&mut from, MAX_TASK_LENGTH)?)?;
	let say = |message| frames::write(&mut to, &message);
	let end = work(&task, say, || frames::read(&mut from, MAX_TASK_LENGTH))?;
	frames::write(&mut to, &Message::End(end))
}
