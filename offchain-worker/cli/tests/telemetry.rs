// SPDX-License-Identifier: Apache-2.0
//! The program starts itself again with what turns ONNX Runtime's telemetry off, with its own arguments.

#[test]
fn the_program_needs_no_variable_to_be_set() {
	let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_salus"));
	let said = command.env_clear().arg("--version").output().unwrap();
	let version = String::from_utf8(said.stdout).unwrap();
	assert!(said.status.success() && version.contains(env!("CARGO_PKG_VERSION")), "{version}");
}
