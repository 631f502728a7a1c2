// SPDX-License-Identifier: Apache-2.0
//! What whoever records the traffic gets of it: nothing, even with every secret that anybody keeps.

use super::{
	custody::{Version, place, version},
	prekeys::{PREKEY, prekeys, uploaded},
	wire::Wire,
	*,
};
use crate::journal::PlacementInfo;
use codec::Encode;
use jsonrpsee::{
	core::client::{Error as RpcError, IdKind},
	http_client::HttpClientBuilder,
};
use salus_chain::queries::WhoIs;
use salus_core::{
	Layers, decrypt_twice, parties, placement_info,
	protocol::{Bound, REFUSED, Release, ReleasedShare, Signed},
	release_info,
};
use salus_custody::CustodyApiClient;
use salus_keystore::identity::encryption_secret;
use salus_primitives::{
	AccessId, Basis, Obligations, Purpose, RecordId,
	quorum::Deadline,
	records::{self, Access, AccessState, CheckedAccess},
};
use std::slice::from_ref;

const ACCESS: AccessId = AccessId(7);

/// Every secret that outlives an hour, of everybody who takes part.
fn lasting(served: &Served) -> Vec<EncryptionSecret> {
	vec![
		served.custody.secret.clone(),
		encryption_secret(&served.custody.signer),
		encryption_secret(&served.author),
	]
}

/// Whether any two of these secrets open what was recorded.
fn opens(secrets: &[EncryptionSecret], info: &[u8], parties: &[u8], recorded: &[u8]) -> bool {
	secrets.iter().any(|on_chain| {
		secrets.iter().any(|ephemeral| {
			let with = Layers { on_chain, ephemeral };
			decrypt_twice(with, info, parties, recorded).is_ok()
		})
	})
}

#[tokio::test]
async fn a_recorded_placement_opens_with_the_prekey_and_not_with_all_that_is_kept() {
	let (prekeys, _) = prekeys();
	let (served, version) = uploaded(prekeys).await;
	let wire = Wire::to(served.address, |_| {}).await;
	let custodian = wire.custodian(&served);
	place(&custodian, &served.author, &served, &version, 100).await.unwrap();
	let recorded = wire.share();
	let info = placement_info(&GENESIS, &version.key_commitment);
	let (author, account) = (served.author.account(), served.custody.signer.account());
	let parties = parties(author.as_ref(), account.as_ref());
	let mut secrets = lasting(&served);
	assert!(!opens(&secrets, &info, &parties, &recorded));
	let prekey = EncryptionSecret::from_bytes(PREKEY);
	assert!(!opens(from_ref(&prekey), &info, &parties, &recorded));
	secrets.push(prekey);
	assert!(opens(&secrets, &info, &parties, &recorded));
}

/// A chain that knows one access request, whoever asks, and everybody's key is the same.
struct Readable {
	access: Vec<u8>,
	who_is: Vec<u8>,
}

#[async_trait::async_trait]
impl StandIn for Readable {
	async fn ask_raw(&self, method: &str, asked: Vec<u8>, at: H256) -> Result<Vec<u8>, ChainError> {
		match method {
			"RecordsApi_access" => Ok(self.access.clone()),
			"ParticipantsApi_who_is" => Ok(self.who_is.clone()),
			_ => Still.ask_raw(method, asked, at).await,
		}
	}
}

stands_in!(Readable);

/// A custodian that keeps a share of its author's, to whom the chain grants access to it.
async fn readable() -> (Served, Version) {
	let version = version(cid_of(&document(100)).unwrap());
	let author = Signer::from_secret("//Author").unwrap();
	let custodian = Signer::from_secret("//Custodian").unwrap();
	let reader = author.account();
	let access = CheckedAccess {
		state: AccessState::Open,
		access: Access {
			record: RecordId(1),
			version: 1,
			patient: reader.clone(),
			readers: vec![reader.clone()].try_into().unwrap(),
			purpose: Purpose::PatientRequest,
			basis: Basis::OwnRecord,
			obligations: Obligations::default(),
			class: None,
			opened_at: 0,
			expires: Deadline { moment: Moment::MAX, block: 0 },
			depositor: reader.clone(),
		},
		version: Some(records::Version {
			cid: version.cid,
			length: 100,
			key_commitment: version.key_commitment,
			custodians: vec![custodian.account()].try_into().unwrap(),
			threshold: 2,
			reshared: None,
			author: reader.clone(),
			basis: Basis::OwnRecord,
			submitted_at: 0,
		}),
	};
	let key = encryption_secret(&author).public();
	let who_is = WhoIs { membership_count: 1, ..with_key(key) };
	let chain = Readable { access: Some(access).encode(), who_is: who_is.encode() };
	let served = Served::on(Arc::new(chain), Limits::default()).await;
	let info = PlacementInfo {
		placed_by: reader.into(),
		cid: version.cid,
		size: 100,
		placed_at: 0,
		bound_to: None,
	};
	let journal = &served.custody.journal;
	journal.place(&version.key_commitment, &version.share, &info).unwrap();
	(served, version)
}

impl Served {
	/// Asks for the share under a key of the caller's own.
	async fn release_to(&self, reply_key: &[u8; 32]) -> Result<ReleasedShare, RpcError> {
		let account = self.custody.signer.account();
		let bound =
			Bound { genesis_hash: &GENESIS, custodian: &account, method: "custody_release" };
		let release = Release { access: ACCESS.0, reply_key: hex::encode(reply_key) };
		let client = HttpClientBuilder::default()
			.id_format(IdKind::String)
			.build(format!("http://{}", self.address))
			.unwrap();
		let signed = Signed::new(release, BLOCK, bound, &self.author);
		client.release(signed).await
	}
}

#[tokio::test]
async fn a_recorded_release_opens_with_the_readers_passing_secret_and_not_with_all_that_is_kept() {
	let (served, version) = readable().await;
	let info = release_info(&GENESIS, ACCESS);
	let (reader, account) = (served.author.account(), served.custody.signer.account());
	let parties = parties(account.as_ref(), reader.as_ref());
	let mut secrets = lasting(&served);

	// As `salus` asks: what it drew is gone.
	let wire = Wire::to(served.address, |_| {}).await;
	let custodian = wire.custodian(&served);
	let secret = encryption_secret(&served.author);
	for _ in 0..2 {
		let share = custodian.release(&served.author, &secret, BLOCK, ACCESS);
		assert!(share.await.unwrap() == version.share);
		assert!(!opens(&secrets, &info, &parties, &wire.share()));
	}
	let drawn = wire.fields("replyKey");
	assert_eq!(drawn.len(), 2);
	assert_ne!(drawn[0], drawn[1]);

	// The control: with what was drawn as well it opens.
	let reply = EncryptionSecret::generate();
	let released = served.release_to(&reply.public()).await.unwrap();
	let recorded = hex::decode(released.encrypted_share).unwrap();
	assert!(!opens(&secrets, &info, &parties, &recorded));
	assert!(!opens(from_ref(&reply), &info, &parties, &recorded));
	secrets.push(reply);
	assert!(opens(&secrets, &info, &parties, &recorded));
}

#[tokio::test]
async fn a_weak_reply_key_is_refused() {
	let (served, _) = readable().await;
	let mut one = [0; 32];
	one[0] = 1;
	for weak in [[0; 32], one] {
		match served.release_to(&weak).await.unwrap_err() {
			RpcError::Call(answer) => {
				assert_eq!(answer.code(), REFUSED);
				assert!(answer.message().contains("low order"), "{answer}");
			}
			other => panic!("{other}"),
		}
	}
}
