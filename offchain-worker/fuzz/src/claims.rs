// SPDX-License-Identifier: Apache-2.0
//! Claims, what they are under, and what proves them: an insurer's worker opens what holders wrote.

use salus_adjudication::{Amount, Currency, Policy};
use salus_chain::H256;
use salus_core::{AccountId, DataKey, signer::Signer};
use salus_insurance::{
	coverage::{self, COVERAGE_LENGTH},
	document::{CLAIM_LENGTH, ClaimDocument, ClaimLine},
	evidence::ShownRecord,
	kept::Kept,
};
use salus_primitives::{ClaimId, Day, PolicyId, RecordId, claims::Slot};

const GENESIS: H256 = H256([1; 32]);

pub fn run(bytes: &[u8]) -> bool {
	claim(bytes) || policy(bytes) || shown(bytes) || kept(bytes)
}

fn claim(bytes: &[u8]) -> bool {
	let Ok(claim) = ClaimDocument::from_fhir(bytes) else { return false };
	let written = claim.to_fhir(&nobody());
	assert!(written.len().is_multiple_of(CLAIM_LENGTH), "its length tells what is claimed");
	assert!(ClaimDocument::from_fhir(&written).expect("comes back") == claim);
	let _ = (claim.evidence(), claim.total(), claim.is_signed_by(GENESIS, &nobody()));
	true
}

fn policy(bytes: &[u8]) -> bool {
	let Ok(policy) = coverage::from_fhir(bytes) else { return false };
	let written = coverage::to_fhir(&policy, &nobody());
	assert!(written.len().is_multiple_of(COVERAGE_LENGTH), "its length tells who is insured");
	assert!(coverage::from_fhir(&written).expect("comes back") == policy);
	true
}

/// A file that goes from a patient to the holder of a policy.
fn shown(bytes: &[u8]) -> bool {
	let Ok(shown) = serde_json::from_slice::<ShownRecord>(bytes) else { return false };
	let _ = (shown.is_signed(GENESIS), shown.nullifier(Slot::First));
	true
}

/// A file that an insurer takes in.
fn kept(bytes: &[u8]) -> bool {
	let Ok(kept) = serde_json::from_slice::<Kept>(bytes) else { return false };
	let _ = (kept.pointers(), kept.paid());
	true
}

pub fn seeds() -> Vec<Vec<u8>> {
	let (patient, holder) = (signer("//Patient"), signer("//Holder"));
	let (policy, record) = (PolicyId(3), RecordId(7));
	let halves = DataKey::from_bytes([7; 32]).halves();
	let shown = ShownRecord::sign(GENESIS, policy, record, &halves, &patient);
	let day = Day(20_784);
	let line = ClaimLine {
		benefit: 1,
		beneficiary: 0,
		visit: 0,
		units: 2,
		charge: Amount(83),
		first: day,
		last: day,
		provider: nobody(),
		evidence: vec![0],
		other: Some(Amount(5)),
	};
	let (euro, pieces) = (Currency(*b"EUR"), vec![shown.clone()]);
	let (payee, slot, lines) = (nobody(), Slot::First, vec![line]);
	let claim = ClaimDocument::sign(GENESIS, policy, payee, euro, slot, lines, pieces, &holder);
	let insured: Policy = serde_json::from_str(
		r#"{"from":"2026-01-01","until":"2026-12-31","beneficiaries":[{"number":0,"from":"2026-01-01","until":"2026-12-31","adultFrom":"2000-01-01"}]}"#,
	)
	.expect("a policy is JSON");
	let kept = Kept::of(ClaimId(1), policy, 0, Default::default(), Default::default(), None);
	let written = [claim.to_fhir(&holder.account()), coverage::to_fhir(&insured, &nobody())];
	// Without the spaces that fill them up.
	let mut seeds = written.map(|bytes| bytes.trim_ascii_end().to_vec()).to_vec();
	seeds.push(serde_json::to_vec(&shown).expect("it is JSON"));
	seeds.push(serde_json::to_vec(&kept).expect("it is JSON"));
	seeds
}

fn signer(secret: &str) -> Signer {
	Signer::from_secret(secret).expect("a development account")
}

fn nobody() -> AccountId {
	AccountId::new([9; 32])
}
