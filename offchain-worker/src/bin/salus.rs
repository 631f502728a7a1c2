//! The command line of patients, clinicians, organisations and the authority.

use clap::Parser;
use offchain_worker::commands::{Arguments, main as run};

#[tokio::main]
async fn main() -> std::process::ExitCode {
	run(Arguments::parse()).await
}
