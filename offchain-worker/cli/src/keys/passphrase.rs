// SPDX-License-Identifier: Apache-2.0
//! Another passphrase for the keystore.

use super::{
	super::{Context, Failure, response::Plain},
	entries,
};
use salus_keystore::{identity::OLD_COPIES, passphrase};
use serde::Serialize;

/// A keystore that another passphrase opens from now on.
#[derive(Serialize)]
pub struct Changed {
	keystore: String,
	changed: bool,
	note: &'static str,
}

impl Plain for Changed {
	// Its path may hold one.
	const KEEPS_ACCOUNTS: bool = true;
}

pub fn change(context: &Context) -> Result<Changed, Failure> {
	// Opened: the old passphrase is the right one.
	let mut keystore = context.existing_keystore()?;
	let names: Vec<&str> = entries::keys(&keystore).collect();
	let new = passphrase::replacement(context.passphrase()?, &names)?;
	if let Some(warning) = new.warning() {
		context.warn(&warning);
	}
	keystore.change_passphrase(&new.passphrase)?;
	let keystore = keystore.path().display().to_string();
	Ok(Changed { keystore, changed: true, note: OLD_COPIES })
}
