//! An operator's daemon: keeps key shares and encrypted documents, and runs risk models.

use clap::Parser;
use salus_inference::telemetry;
use salus_worker::{
	assessment,
	daemon::{self, Arguments},
};
use std::process::ExitCode;

fn main() -> ExitCode {
	if let Err(status) = telemetry::off() {
		return status;
	}
	let arguments = Arguments::parse();
	// A child has no runtime: it is one thread that reads, and what its limits let it have besides.
	if let Some(child) = arguments.child() {
		return assessment::child(child);
	}
	match serve(arguments) {
		Ok(()) => ExitCode::SUCCESS,
		Err(cause) => {
			eprintln!("error: {cause:#}");
			ExitCode::FAILURE
		}
	}
}

#[tokio::main]
async fn serve(arguments: Arguments) -> anyhow::Result<()> {
	daemon::main(arguments).await
}
