//! Encrypts and opens documents natively, for the comparison with WebAssembly: `scripts/library/wasm`.
//!
//! ```text
//! native KEY seal|open IN OUT     KEY: 64 hex digits
//! ```

use salus_core::{DataKey, open, seal};
use std::{error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
	let arguments: Vec<String> = std::env::args().skip(1).collect();
	let [key, what, from, to] = arguments.as_slice() else {
		return Err("usage: native KEY seal|open IN OUT".into());
	};
	let mut bytes = [0; 32];
	hex::decode_to_slice(key, &mut bytes)?;
	let key = DataKey::from_bytes(bytes);
	let document = fs::read(from)?;
	match what.as_str() {
		"seal" => fs::write(to, seal(&key, &document)?)?,
		"open" => fs::write(to, &*open(&key, &document)?)?,
		other => return Err(format!("neither seal nor open: {other}").into()),
	}
	Ok(())
}
