// SPDX-License-Identifier: Apache-2.0
//! Registrations: files that a patient sends to an organisation.

use salus_cli::fuzzing::registration;

pub fn run(bytes: &[u8]) -> bool {
	std::str::from_utf8(bytes).is_ok_and(|text| registration(text).is_some())
}

pub fn seeds() -> Vec<Vec<u8>> {
	vec![include_bytes!("../seeds/registration.json").to_vec()]
}
