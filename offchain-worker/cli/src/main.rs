//! The command line of patients, clinicians, organisations and the authority.

use clap::Parser;
use salus_cli::Arguments;
use salus_inference::telemetry;
use std::process::ExitCode;

fn main() -> ExitCode {
	match telemetry::off() {
		Ok(()) => run(Arguments::parse()),
		Err(status) => status,
	}
}

#[tokio::main]
async fn run(arguments: Arguments) -> ExitCode {
	salus_cli::main(arguments).await
}
