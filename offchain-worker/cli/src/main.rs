//! The command line of patients, clinicians, organisations and the authority.

use clap::Parser;
use offchain_worker::{
	commands::{self, Arguments},
	telemetry,
};
use std::process::ExitCode;

fn main() -> ExitCode {
	match telemetry::off() {
		Ok(()) => run(Arguments::parse()),
		Err(status) => status,
	}
}

#[tokio::main]
async fn run(arguments: Arguments) -> ExitCode {
	commands::main(arguments).await
}
