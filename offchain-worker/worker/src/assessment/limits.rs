// SPDX-License-Identifier: Apache-2.0
//! What a child may take. It sets the limits itself before it reads its task, and no process can raise them again.

use rlimit::Resource;
use std::{fs, io, thread, time::Duration};

const MIB: u64 = 1024 * 1024;

/// The stack that documents are read on: their depth is bounded, and this is far more than they need.
pub const STACK: usize = 16 * 1024 * 1024;

/// How much of everything a child may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::Args)]
pub struct Limits {
	/// Memory that a child may write to, in MiB.
	#[arg(long = "child-memory", default_value_t = Self::DEFAULT.memory, value_name = "MIB", hide = true)]
	pub memory: u64,
	/// Seconds of processor time, of all its threads together.
	#[arg(long = "child-cpu", default_value_t = Self::DEFAULT.cpu, value_name = "SECONDS", hide = true)]
	pub cpu: u64,
	/// Seconds from its start to its end.
	#[arg(long = "child-time", default_value_t = Self::DEFAULT.time, value_name = "SECONDS", hide = true)]
	pub time: u64,
}

impl Limits {
	/// Many times what any request takes that is honest.
	pub const DEFAULT: Self = Self { memory: 768, cpu: 30, time: 60 };

	/// From start to end.
	pub fn time(&self) -> Duration {
		Duration::from_secs(self.time)
	}

	/// Sets them for this process, for good.
	pub fn set(&self) -> io::Result<()> {
		// When the machine runs out of memory, this process goes first. Not every system lets it say so.
		let _ = fs::write("/proc/self/oom_score_adj", "1000");
		let memory = self.memory.saturating_mul(MIB);
		for (resource, limit, spare) in [
			// A core would hold health data. Data rule 1.
			(Resource::CORE, 0, 0),
			(Resource::FSIZE, 0, 0),
			(Resource::NOFILE, 64, 0),
			// The signal of the soft limit says what was used up; that of the hard one does not.
			(Resource::CPU, self.cpu, 1),
			(Resource::STACK, STACK as u64, 0),
			(Resource::DATA, memory, 0),
			// ONNX Runtime and threads reserve far more than they use, so this one only bounds what is reserved.
			(Resource::AS, memory.saturating_mul(4), 0),
		] {
			// A hard limit may be lower already.
			let (_, now) = resource.get()?;
			let hard = limit.saturating_add(spare).min(now);
			resource.set(limit.min(hard), hard)?;
		}
		// The daemon ends it earlier, unless the daemon is gone.
		let time = self.time().saturating_add(Duration::from_secs(5));
		thread::Builder::new()
			.stack_size(64 * 1024)
			.spawn(move || {
				thread::sleep(time);
				std::process::exit(1);
			})
			.map(drop)
	}
}
