// SPDX-License-Identifier: Apache-2.0
//! The daemon's side: a child for each task, and what became of it.

use super::{Limits, UNLIMITED, frames};
use codec::Encode;
use salus_core::cids;
use salus_inference::{
	Model,
	assessment::{End, Message, Task},
	telemetry,
};
use salus_primitives::RequestId;
use std::{io, os::unix::process::ExitStatusExt, path::PathBuf, process::Stdio};
use tokio::{
	io::AsyncWriteExt,
	process::{Child, ChildStdin, ChildStdout, Command},
	time::timeout,
};
use zeroize::Zeroizing;

/// Results are small.
const MAX_MESSAGE_LENGTH: usize = 4 * 1024 * 1024;
/// What a child gets of this process's environment: ONNX Runtime's library and where it looks for others.
const KEPT_VARIABLES: [&str; 2] = [salus_inference::LIBRARY_VARIABLE, "LD_LIBRARY_PATH"];
/// Signals that are sent to stop a service: a child that they end has not died of its task.
const STOPPED_BY: [i32; 3] = [1, 2, 15];

/// MiB for the stack and the allocator of each thread of a model.
const THREAD_MEMORY: u64 = 16;

/// Starts children.
#[derive(Clone, Debug)]
pub struct Assessor {
	program: PathBuf,
	/// A program with its arguments that starts it, such as an emulator.
	launcher: Vec<String>,
	limits: Limits,
}

/// How a child ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
	/// In order.
	End(End),
	/// Otherwise.
	Died(Death),
}

/// How a child died, and of what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Death {
	/// In a word: `memory`, `time`, `signal`, `fault` or `garbage`. Holds nothing of the task.
	pub cause: &'static str,
	/// The input that it was reading, by its index in the task; none when it was at none of them.
	pub reading: Option<u32>,
}

impl Assessor {
	/// Children of this program.
	pub fn new(launcher: Vec<String>, limits: Limits) -> io::Result<Self> {
		// Under an emulator the program has to be named; else by this name it is the one that runs here, though its
		// file may have been replaced meanwhile.
		let program = match launcher.is_empty() {
			true => PathBuf::from("/proc/self/exe"),
			false => std::env::current_exe()?,
		};
		Ok(Self::of(program, launcher, limits))
	}

	/// Children of another program.
	pub fn of(program: PathBuf, launcher: Vec<String>, limits: Limits) -> Self {
		Self { program, launcher, limits }
	}

	/// Has one task done, with its documents in their order. An error is not a fault of the task: the child could not
	/// be started, or was stopped.
	pub async fn run(&self, task: &Task, documents: &[Zeroizing<Vec<u8>>]) -> io::Result<Ending> {
		let mut child = self.command(task.threads).spawn()?;
		let (Some(to), Some(mut from)) = (child.stdin.take(), child.stdout.take()) else {
			return Err(io::Error::other("the child has no pipes"));
		};
		let mut reading = None;
		let exchange = async {
			// A child that dies stops reading: what became of it is told by what it said.
			let (_, end) = tokio::join!(send(to, task, documents), hear(&mut from, &mut reading));
			end
		};
		let heard = timeout(self.limits.time(), exchange).await;
		let cause = match heard {
			Ok(Ok(end)) => {
				end_child(&mut child).await;
				return Ok(Ending::End(end));
			}
			Err(_) => {
				end_child(&mut child).await;
				"time"
			}
			Ok(Err(cause)) if cause.kind() == io::ErrorKind::UnexpectedEof => {
				let closed = timeout(self.limits.time(), child.wait()).await;
				match closed {
					Ok(ended) => cause_of(ended?)?,
					Err(_) => "time",
				}
			}
			Ok(Err(_)) => {
				end_child(&mut child).await;
				"garbage"
			}
		};
		Ok(Ending::Died(Death { cause, reading }))
	}

	/// Whether a child can run a model at all within its limits: else each request for it would seem deadly.
	pub async fn try_out(&self, model: &Model, threads: u16) -> io::Result<()> {
		let card = cids::cid_of(model.card_bytes());
		let task = Task {
			folder: model.folder().display().to_string(),
			digest: model.digest(),
			card: card.map_err(io::Error::other)?,
			threads,
			request: RequestId(0),
			at: 0,
			inputs: Vec::new(),
		};
		match self.run(&task, &[]).await? {
			Ending::End(End::Failed(problem)) => Err(io::Error::other(problem)),
			Ending::End(_) => Ok(()),
			Ending::Died(Death { cause, .. }) => {
				Err(io::Error::other(format!("it dies of {cause} without any input")))
			}
		}
	}

	fn command(&self, threads: u16) -> Command {
		let mut words = self.launcher.iter().map(String::as_str);
		let mut command = match words.next() {
			Some(launcher) => {
				let mut command = Command::new(launcher);
				command.args(words).arg(&self.program);
				command
			}
			None => Command::new(&self.program),
		};
		let Limits { memory, cpu, time } = self.limits;
		let memory = memory.saturating_add(u64::from(threads).saturating_mul(THREAD_MEMORY));
		command
			.arg("assess")
			.arg(format!("--child-memory={memory}"))
			.arg(format!("--child-cpu={cpu}"))
			.arg(format!("--child-time={time}"))
			.env_clear()
			.envs(KEPT_VARIABLES.iter().filter_map(|name| {
				let value = std::env::var_os(name)?;
				Some((*name, value))
			}))
			// ONNX Runtime keeps a data base of its use in the home folder, if it may: no file is for the child.
			.env(telemetry::OFF.0, telemetry::OFF.1)
			.env("HOME", "/dev/null")
			.current_dir("/")
			.stdin(Stdio::piped())
			.stdout(Stdio::piped())
			.stderr(Stdio::null())
			// What is typed at a terminal to stop the daemon is not for the child.
			.process_group(0)
			.kill_on_drop(true);
		command
	}
}

/// Sends the task and its documents, each straight from where it was decrypted.
async fn send(mut to: ChildStdin, task: &Task, documents: &[Zeroizing<Vec<u8>>]) -> io::Result<()> {
	let task = task.encode();
	let frames = std::iter::once(task.as_slice());
	for frame in frames.chain(documents.iter().map(|document| document.as_slice())) {
		to.write_all(&frames::prefix(frame.len())?).await?;
		to.write_all(frame).await?;
	}
	to.shutdown().await
}

/// Hears it to its end.
async fn hear(from: &mut ChildStdout, reading: &mut Option<u32>) -> io::Result<End> {
	loop {
		match frames::decode(&frames::receive(from, MAX_MESSAGE_LENGTH).await?)? {
			Message::Reading(index) => *reading = Some(index),
			Message::Running => *reading = None,
			Message::End(end) => return Ok(end),
		}
	}
}

/// Ends it, whether or not it has ended.
async fn end_child(child: &mut Child) {
	if let Err(cause) = child.kill().await {
		tracing::warn!(%cause, "a child that reads documents could not be ended");
	}
}

/// Why a child ended before it said so; an error if it was stopped.
fn cause_of(status: std::process::ExitStatus) -> io::Result<&'static str> {
	match status.signal() {
		Some(signal) if STOPPED_BY.contains(&signal) => {
			Err(io::Error::other("the child was stopped"))
		}
		// SIGXCPU: its processor time is over.
		Some(24) => Ok("time"),
		// SIGABRT: memory that it could not have, or a stack that overflowed. SIGKILL: the system was short of it.
		Some(6 | 9) => Ok("memory"),
		Some(_) => Ok("signal"),
		None if status.code() == Some(UNLIMITED.into()) => {
			Err(io::Error::other("the child could not set its limits"))
		}
		None => Ok("fault"),
	}
}
