// SPDX-License-Identifier: Apache-2.0
//! ONNX Runtime counts its use in a data base in the home folder, whatever its interface is told; only a variable of
//! the environment keeps it from that. Nothing of what Salus runs is to be kept anywhere by others.

use std::{
	env, io,
	os::unix::process::CommandExt,
	process::{Command, ExitCode},
};

/// What ONNX Runtime looks for when it is loaded, and the value that turns its telemetry off.
pub const OFF: (&str, &str) = ("ORT_DISABLE_TELEMETRY", "1");

/// Called first by each program that runs models: starts it again with the variable, in the same process, unless it is there. To set it
/// in a program that runs would be unsafe.
pub fn off() -> Result<(), ExitCode> {
	let (name, value) = OFF;
	if env::var_os(name).is_some_and(|set| set == value) {
		return Ok(());
	}
	let cause = again(name, value).unwrap_or_else(|cause| cause);
	eprintln!("error: can't be started again with {name}={value}, so set it yourself: {cause}");
	Err(ExitCode::FAILURE)
}

/// Does not return if it succeeds.
fn again(name: &str, value: &str) -> io::Result<io::Error> {
	let mut arguments = env::args_os();
	let mut command = Command::new(env::current_exe()?);
	if let Some(called) = arguments.next() {
		command.arg0(called);
	}
	Ok(command.args(arguments).env(name, value).exec())
}
