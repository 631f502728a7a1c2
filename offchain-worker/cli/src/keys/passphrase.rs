// SPDX-License-Identifier: Apache-2.0
//! Another passphrase for the keystore.

use super::{
	super::{Context, Failure},
	entries,
};
use salus_keystore::{identity::OLD_COPIES, passphrase};
use serde_json::{Value, json};

pub fn change(context: &Context) -> Result<Value, Failure> {
	// Opened: the old passphrase is the right one.
	let mut keystore = context.existing_keystore()?;
	let names: Vec<&str> = entries::keys(&keystore).collect();
	let new = passphrase::replacement(context.passphrase()?, &names)?;
	if let Some(warning) = new.warning() {
		context.warn(&warning);
	}
	keystore.change_passphrase(&new.passphrase)?;
	Ok(json!({
		"keystore": keystore.path().display().to_string(),
		"changed": true,
		"note": OLD_COPIES,
	}))
}
