// SPDX-License-Identifier: Apache-2.0
//! A new runtime: medical board and technical committee agree to its hash, a delay passes, anybody enacts that, and
//! then anybody hands in the code. The relay chain checks it, and some blocks later it is in force.

use super::{
	Context, Failure,
	response::{Done, Plain},
};
use clap::Args;
use salus_chain::{
	ChainClient,
	calls::{Call, sdk},
	events::Event,
};
use serde::Serialize;
use sp_core::blake2_256;
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
#[command(
	after_help = "Example:\n  salus --as me apply-upgrade runtime.compact.compressed.wasm\nBefore it both bodies agree, by salus authority authorize-upgrade, and after the delay it is enacted, by salus authority enact upgrade"
)]
pub struct ApplyUpgrade {
	/// The runtime's WASM, byte for byte what was authorised.
	runtime: PathBuf,
}

/// A runtime that was handed in.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Applied {
	/// What was authorised.
	#[serde(serialize_with = "salus_primitives::json::hex")]
	code_hash: [u8; 32],
}

impl Plain for Applied {}

impl ApplyUpgrade {
	pub async fn run(self, context: &Context) -> Result<Done<Applied>, Failure> {
		let code = read(&self.runtime)?;
		let signer = context.signer()?;
		let chain = context.chain().await?;
		let call = sdk::apply_authorized_upgrade(&code);
		let name = call.name();
		let applied = chain.submit(&signer, call).await?;
		// The call itself succeeds, so that the authorisation is gone.
		for event in &applied.events {
			if let Event::UpgradeRejected { error } = event {
				return Err(chain.explain(&name, error).await?.into());
			}
		}
		Ok(Done::new(&applied, Applied { code_hash: blake2_256(&code) }))
	}
}

/// What both bodies agree to, so that this runtime may be handed in.
pub fn authorisation(runtime: &Path) -> Result<Call, Failure> {
	Ok(sdk::authorize_upgrade(blake2_256(&read(runtime)?)))
}

/// A runtime's code, which is WASM, plain or compressed by the SDK.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
	const WASM: &[u8] = b"\0asm";
	// sp-maybe-compressed-blob's prefix.
	const COMPRESSED: &[u8] = &[82, 188, 83, 118, 70, 219, 142, 5];
	let code = std::fs::read(path).map_err(|cause| {
		Failure::bad_input(format!("{} cannot be read: {cause}", path.display()))
	})?;
	if code.starts_with(WASM) || code.starts_with(COMPRESSED) {
		return Ok(code);
	}
	Err(Failure::bad_input(format!(
		"{} is not WASM: name the runtime's .wasm file",
		path.display()
	)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_wasm_is_taken_for_a_runtime() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("runtime");
		for (content, good) in [
			(&b"\0asm\x01\0\0\0"[..], true),
			(&[82, 188, 83, 118, 70, 219, 142, 5, 40], true),
			(b"0x0061736d", false),
			(b"", false),
		] {
			std::fs::write(&file, content).unwrap();
			assert_eq!(read(&file).is_ok(), good, "{content:?}");
		}
		assert!(read(&folder.path().join("missing")).is_err());
	}
}
