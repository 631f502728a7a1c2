// SPDX-License-Identifier: Apache-2.0
//! What the network's processes took of the machine's memory.

use std::fs;

/// The most memory that a process ever held at once, in bytes; nothing if it is gone.
pub fn peak(process: u32) -> Option<u64> {
	let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
	let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
	let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
	Some(kibibytes * 1024)
}
