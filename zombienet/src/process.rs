// SPDX-License-Identifier: Apache-2.0
//! A process that we start ourselves, beside zombienet's: its output goes to a file.

use nix::{
	sys::signal::{Signal, kill},
	unistd::Pid,
};
use std::{
	fs::{self, File},
	net::TcpListener,
	path::{Path, PathBuf},
	process::Stdio,
	sync::atomic::{AtomicU16, Ordering},
	time::Duration,
};
use tokio::{
	process::{Child, Command},
	time::timeout,
};

/// How long a process may take to stop when it is asked to.
const STOP: Duration = Duration::from_secs(20);

/// One process, which may be stopped and started again.
pub struct Process {
	pub name: String,
	pub log: PathBuf,
	command: PathBuf,
	arguments: Vec<String>,
	environment: Vec<(&'static str, &'static str)>,
	/// How long the log was when the process was last started.
	start_of_run: u64,
	child: Option<Child>,
}

/// A port that is free, once. Not one that the system gives to connections: one of them could take it meanwhile.
pub fn free_port() -> anyhow::Result<u16> {
	static COUNT: AtomicU16 = AtomicU16::new(0);
	// Another driver begins elsewhere.
	let first = std::process::id() % 12_000;
	for _ in 0..12_000 {
		let count = u32::from(COUNT.fetch_add(1, Ordering::Relaxed));
		let port = u16::try_from(20_000 + (first + count) % 12_000)?;
		if TcpListener::bind(("127.0.0.1", port)).is_ok() {
			return Ok(port);
		}
	}
	anyhow::bail!("no port from 20000 to 31999 is free")
}

impl Process {
	/// Not started yet. The log lies in the folder.
	pub fn new(name: &str, command: &Path, arguments: Vec<String>, folder: &Path) -> Self {
		Self {
			name: name.to_owned(),
			log: folder.join(format!("{name}.log")),
			command: command.to_owned(),
			arguments,
			environment: Vec::new(),
			start_of_run: 0,
			child: None,
		}
	}

	/// With a variable in its environment.
	pub fn with(mut self, variable: &'static str, value: &'static str) -> Self {
		self.environment.push((variable, value));
		self
	}

	/// Starts the process; its output goes to the log.
	pub fn start(&mut self) -> anyhow::Result<()> {
		let log = File::options().create(true).append(true).open(&self.log)?;
		self.start_of_run = log.metadata()?.len();
		let child = Command::new(&self.command)
			.args(&self.arguments)
			.envs(self.environment.iter().copied())
			.stdin(Stdio::null())
			.stdout(log.try_clone()?)
			.stderr(log)
			// Whatever ends this program ends it too.
			.kill_on_drop(true)
			.spawn()?;
		self.child = Some(child);
		Ok(())
	}

	/// Waits until it has said something since it was last started.
	pub async fn wait_for(&mut self, words: &str, seconds: u64) -> anyhow::Result<()> {
		let what = format!("{} to say {words:?}", self.name);
		crate::chain::wait_until(&what, seconds, async || {
			// Its last words count too.
			if self.output()?.contains(words) {
				return Ok(Some(()));
			}
			anyhow::ensure!(
				!self.has_ended()?,
				"{} ended early; see {}",
				self.name,
				self.log.display()
			);
			Ok(None)
		})
		.await
	}

	/// Whether it runs no more, or not yet.
	fn has_ended(&mut self) -> anyhow::Result<bool> {
		match &mut self.child {
			Some(child) => Ok(child.try_wait()?.is_some()),
			None => Ok(true),
		}
	}

	/// What it has printed since it was last started.
	pub fn output(&self) -> anyhow::Result<String> {
		let all = fs::read(&self.log)?;
		let from = usize::try_from(self.start_of_run)?.min(all.len());
		Ok(String::from_utf8_lossy(&all[from..]).into_owned())
	}

	/// Its process id, while it runs.
	pub fn id(&self) -> Option<u32> {
		self.child.as_ref().and_then(Child::id)
	}

	/// Asks it to stop, and waits until it has.
	pub async fn stop(&mut self) -> anyhow::Result<()> {
		if let Some(process) = self.id() {
			kill(Pid::from_raw(i32::try_from(process)?), Signal::SIGTERM)?;
		}
		let Some(mut child) = self.child.take() else {
			return Ok(());
		};
		if timeout(STOP, child.wait()).await.is_err() {
			child.kill().await?;
		}
		Ok(())
	}

	/// Kills it: no time to tidy up.
	pub async fn kill(&mut self) -> anyhow::Result<()> {
		if let Some(mut child) = self.child.take() {
			child.kill().await?;
		}
		Ok(())
	}
}
