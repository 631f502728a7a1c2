// SPDX-License-Identifier: GPL-3.0-only
//! The relay chain's node.

fn main() -> Result<(), Box<dyn std::error::Error>> {
	Ok(polkadot_cli::run()?)
}
