// SPDX-License-Identifier: Apache-2.0
//! The command line of patients, clinicians, organisations and the authority.

use salus_cli::Arguments;
use salus_keystore::arguments;
use std::process::ExitCode;

fn main() -> ExitCode {
	match arguments::parse::<Arguments>() {
		Ok(arguments) => run(arguments),
		Err(status) => status,
	}
}

#[tokio::main]
async fn run(arguments: Arguments) -> ExitCode {
	salus_cli::main(arguments).await
}
