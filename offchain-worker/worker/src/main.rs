// SPDX-License-Identifier: Apache-2.0
//! An operator's daemon: keeps key shares and encrypted documents, and runs risk models.

use salus_inference::telemetry;
use salus_keystore::arguments;
use salus_worker::{
	assessment,
	daemon::{self, Arguments},
};
use std::process::ExitCode;

fn main() -> ExitCode {
	let arguments: Arguments = match telemetry::off().and_then(|()| arguments::parse()) {
		Ok(arguments) => arguments,
		Err(status) => return status,
	};
	// A child has no runtime: it is one thread that reads, and what its limits let it have besides.
	if let Some(child) = arguments.child() {
		return assessment::child(child);
	}
	serve(arguments)
}

#[tokio::main]
async fn serve(arguments: Arguments) -> ExitCode {
	daemon::main(arguments).await
}
