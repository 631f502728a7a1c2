// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::signer::Signer;

fn signer(name: &str) -> Signer {
	Signer::from_secret(name).unwrap()
}

fn row(access: u64, reader: u8) -> Released {
	Released {
		access,
		reader: AccountId::new([reader; 32]),
		version: 2,
		first_at: 10,
		last_at: 20,
		block: 499,
		block_count: 3,
	}
}

struct Signed {
	custodian: Signer,
	account: AccountId,
	patient: AccountId,
	after: ReleaseCursor,
	page: ReleasesPage,
}

impl Signed {
	fn new() -> Self {
		let custodian = signer("//Custodian");
		let mut signed = Self {
			account: custodian.account(),
			patient: signer("//Patient").account(),
			after: row(1, 9).cursor(),
			page: ReleasesPage {
				block: 0,
				releases: Vec::new(),
				next: None,
				signature: String::new(),
				session_key: None,
			},
			custodian,
		};
		// Full, as a page before another one is.
		let mut rows = vec![row(2, 3), row(2, 4)];
		rows.extend((5..MAX_RELEASES as u64 + 3).map(|access| row(access, 1)));
		let next = rows.last().map(Released::cursor);
		signed.page = signed.sign(rows, next);
		signed
	}

	fn sign(&self, rows: Vec<Released>, next: Option<ReleaseCursor>) -> ReleasesPage {
		ReleasesPage::sign(500, rows, next, self.subject(), &self.custodian)
	}

	fn subject(&self) -> ReleasesSubject<'_> {
		ReleasesSubject {
			genesis_hash: &[1; 32],
			custodian: &self.account,
			record: RecordId(7),
			patient: &self.patient,
			after: Some(&self.after),
		}
	}

	/// What verifying says of rows that the custodian itself signed.
	fn said_of(
		&self,
		rows: Vec<Released>,
		next: Option<ReleaseCursor>,
	) -> Result<(), ReleasesError> {
		self.sign(rows, next).verify(self.subject(), &[])
	}
}

#[test]
fn a_page_is_good_for_one_chain_custodian_record_patient_and_cursor() {
	let signed = Signed::new();
	let (asked, other) = (signed.subject(), row(1, 8).cursor());
	assert_eq!(signed.page.verify(asked, &[]), Ok(()));
	for elsewhere in [
		ReleasesSubject { genesis_hash: &[7; 32], ..asked },
		ReleasesSubject { custodian: &signed.patient, ..asked },
		ReleasesSubject { record: RecordId(8), ..asked },
		ReleasesSubject { patient: &signed.account, ..asked },
		ReleasesSubject { after: Some(&other), ..asked },
		ReleasesSubject { after: None, ..asked },
	] {
		let refused = signed.page.verify(elsewhere, &[]);
		assert_eq!(refused, Err(ReleasesError::Signature));
	}
}

#[test]
fn nobody_alters_adds_moves_or_leaves_out_a_row() {
	let signed = Signed::new();
	let changes: [fn(&mut ReleasesPage); 14] = [
		|page| page.block = 501,
		|page| page.next = None,
		|page| page.next = Some(row(2, 4).cursor()),
		|page| {
			page.releases.remove(1);
		},
		|page| {
			page.releases.pop();
		},
		|page| page.releases.clear(),
		|page| page.releases.push(row(200, 1)),
		|page| page.releases.swap(0, 1),
		|page| page.releases[0].access = 3,
		|page| page.releases[0].reader = AccountId::new([2; 32]),
		|page| page.releases[0].last_at = 21,
		|page| page.releases[0].block_count = 1,
		|page| page.signature = "00".repeat(64),
		|page| page.signature.clear(),
	];
	for (index, change) in changes.into_iter().enumerate() {
		let mut page = signed.page.clone();
		change(&mut page);
		let refused = page.verify(signed.subject(), &[]);
		assert_eq!(refused, Err(ReleasesError::Signature), "change {index}");
	}
}

#[test]
fn what_is_signed_has_to_be_a_page_all_the_same() {
	let signed = Signed::new();
	let contradicts = Err(ReleasesError::Contradiction);
	for rows in [
		// Twice, out of order, and from before the page.
		vec![row(2, 3), row(2, 3)],
		vec![row(5, 1), row(2, 3)],
		vec![row(1, 9)],
		vec![row(0, 1)],
		vec![Released { block_count: 0, ..row(2, 3) }],
		vec![Released { first_at: 21, ..row(2, 3) }],
		vec![Released { block: 501, ..row(2, 3) }],
		(2..=MAX_RELEASES as u64 + 2).map(|access| row(access, 1)).collect(),
	] {
		assert_eq!(signed.said_of(rows, None), contradicts);
	}
	// Asked for again and again it would never end.
	let nowhere = Some(signed.after.clone());
	assert_eq!(signed.said_of(Vec::new(), nowhere.clone()), contradicts);
	assert_eq!(signed.said_of(vec![row(2, 3)], nowhere), contradicts);
	assert_eq!(signed.said_of(Vec::new(), None), Ok(()));
}

/// Else a custodian could hold up whoever reads with any number of pages.
#[test]
fn only_a_full_page_leads_to_another() {
	let signed = Signed::new();
	let full = signed.page.releases.clone();
	assert_eq!(full.len(), MAX_RELEASES);
	assert_eq!(signed.page.verify(signed.subject(), &[]), Ok(()));
	for length in [1, 3, MAX_RELEASES - 1] {
		let rows = full[..length].to_vec();
		let next = rows.last().map(Released::cursor);
		let contradicts = Err(ReleasesError::Contradiction);
		assert_eq!(signed.said_of(rows.clone(), next), contradicts);
		assert_eq!(signed.said_of(rows, None), Ok(()));
	}
}

#[test]
fn a_page_goes_through_json_and_a_full_one_fits_a_message() {
	let signed = Signed::new();
	let rows = (0..MAX_RELEASES as u64).map(|index| Released {
		access: u64::MAX - 100 + index,
		reader: AccountId::new([255; 32]),
		version: u32::MAX,
		first_at: u64::MAX,
		last_at: u64::MAX,
		block: 500,
		block_count: u32::MAX,
	});
	let rows: Vec<_> = rows.collect();
	let next = rows.last().map(Released::cursor);
	let page = signed.sign(rows, next);
	let text = serde_json::to_string(&page).unwrap();
	assert!(2 * text.len() < crate::protocol::MAX_MESSAGE_BYTES, "{} bytes", text.len());
	let read: ReleasesPage = serde_json::from_str(&text).unwrap();
	assert_eq!(read.verify(signed.subject(), &[]), Ok(()));
	assert_eq!(read, page);
}

#[test]
fn a_session_key_signs_a_page_while_it_is_listed() {
	let signed = Signed::new();
	let session = signer("//Session");
	let listed = [session.account()];
	let acting = session.acting_for(signed.account.clone());
	let page = ReleasesPage::sign(500, vec![row(2, 3)], None, signed.subject(), &acting);
	assert_eq!(page.verify(signed.subject(), &listed), Ok(()));
	// Unlisted, or revoked; and another listed.
	for others in [&[][..], std::slice::from_ref(&signed.account)] {
		let refused = page.verify(signed.subject(), others);
		assert_eq!(refused, Err(ReleasesError::Signature));
	}
}
