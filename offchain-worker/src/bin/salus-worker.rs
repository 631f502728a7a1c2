//! An operator's daemon: keeps key shares and encrypted documents, and runs risk models.

use clap::Parser;
use offchain_worker::daemon::Arguments;

#[tokio::main]
async fn main() -> std::process::ExitCode {
	match offchain_worker::daemon::main(Arguments::parse()).await {
		Ok(()) => std::process::ExitCode::SUCCESS,
		Err(cause) => {
			eprintln!("error: {cause:#}");
			std::process::ExitCode::FAILURE
		}
	}
}
