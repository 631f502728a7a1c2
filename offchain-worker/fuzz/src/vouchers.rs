//! Vouchers: files that an organisation sends to a patient.

use salus_cli::fuzzing::voucher;

pub fn run(bytes: &[u8]) -> bool {
	std::str::from_utf8(bytes).is_ok_and(|text| voucher(text).is_some())
}

pub fn seeds() -> Vec<Vec<u8>> {
	vec![include_bytes!("../seeds/voucher.json").to_vec()]
}
