// SPDX-License-Identifier: Apache-2.0
//! Encrypts and decrypts documents natively, for the comparison with WebAssembly: `scripts/library/wasm`.
//!
//! ```text
//! native KEY encrypt|decrypt IN OUT     KEY: 64 hex digits
//! ```

use salus_core::{DataKey, decrypt, encrypt};
use std::{error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
	let arguments: Vec<String> = std::env::args().skip(1).collect();
	let [key, what, from, to] = arguments.as_slice() else {
		return Err("usage: native KEY encrypt|decrypt IN OUT".into());
	};
	let mut bytes = [0; 32];
	hex::decode_to_slice(key, &mut bytes)?;
	let key = DataKey::from_bytes(bytes);
	let document = fs::read(from)?;
	match what.as_str() {
		"encrypt" => fs::write(to, encrypt(&key, &document)?)?,
		"decrypt" => fs::write(to, &*decrypt(&key, &document)?)?,
		other => return Err(format!("neither encrypt nor decrypt: {other}").into()),
	}
	Ok(())
}
