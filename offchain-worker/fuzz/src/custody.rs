// SPDX-License-Identifier: Apache-2.0
//! JSON-RPC as a custodian takes it: bodies of requests, of anybody and of a registered caller.
//!
//! An input that begins with `{` or `[` is a body as it comes. Else its first byte chooses a method, and the rest is what
//! the caller signs: signatures can't be guessed.

use crate::{choice, chosen, scale::member};
use async_trait::async_trait;
use bytes::Bytes;
use codec::Encode;
use jsonrpsee::Methods;
use salus_chain::{
	AccountId, BlockRef, ChainClient, ChainError, H256, Included, calls::Call, events::Event,
	queries::Balance,
};
use salus_core::{
	DataKey, EncryptionSecret, Layers,
	cids::cid_of,
	encrypt_twice, parties, placement_info,
	protocol::{Bound, Destroy, Placement, Release, Releases, Reshare, Signed, TakeOver, Upload},
	signer::Signer,
	split,
};
use salus_keystore::AtRest;
use salus_primitives::{Cid, ClaimId, Moment, RecordId, quorum::TaskId};
use salus_worker::{
	custody_rules::{Custody, Prekeys},
	findings::Findings,
	freshness::Freshness,
	fuzzing,
	ipfs::{Beginning, DocumentStore, Identity, Reading, StoreError},
	journal::Journal,
};
use serde_json::{Value, json};
use std::{
	path::Path,
	sync::{Arc, LazyLock, atomic::AtomicBool},
	time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const GENESIS: [u8; 32] = [1; 32];
const BLOCK: u32 = 500;
const SECRET: [u8; 32] = [5; 32];
const PREKEY: [u8; 32] = [6; 32];

/// A chain that stands still and on which everybody is registered.
struct Chain;

#[async_trait]
impl ChainClient for Chain {
	fn genesis_hash(&self) -> H256 {
		H256(GENESIS)
	}

	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		Ok(BlockRef { number: BLOCK, hash: H256([2; 32]) })
	}

	async fn block_hash(&self, _: u32) -> Result<Option<H256>, ChainError> {
		Ok(None)
	}

	async fn events(&self, _: H256) -> Result<Vec<Event>, ChainError> {
		Ok(Vec::new())
	}

	async fn moment(&self, _: H256) -> Result<Moment, ChainError> {
		Ok(0)
	}

	async fn ask_raw(&self, method: &str, _: Vec<u8>, _: H256) -> Result<Vec<u8>, ChainError> {
		Ok(match method {
			"ParticipantsApi_who_is" => member().encode(),
			_ => vec![0],
		})
	}

	async fn session_keys(&self, _: &AccountId, _: H256) -> Result<Vec<AccountId>, ChainError> {
		Ok(Vec::new())
	}

	async fn records_of(&self, _: &Cid, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn records(&self, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn claims(&self, _: H256) -> Result<Vec<ClaimId>, ChainError> {
		Ok(Vec::new())
	}

	async fn destructions_owed(&self, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn accused_tasks(&self, _: H256) -> Result<Vec<TaskId>, ChainError> {
		Ok(Vec::new())
	}

	async fn best_number(&self) -> Result<u32, ChainError> {
		Ok(BLOCK)
	}

	async fn is_syncing(&self) -> Result<bool, ChainError> {
		Ok(false)
	}

	async fn fee(&self, _: &Signer, _: &Call, _: H256) -> Result<Balance, ChainError> {
		Ok(0)
	}

	async fn submit(&self, _: &Signer, call: Call) -> Result<Included, ChainError> {
		Err(ChainError::NotCarried { call: call.name() })
	}
}

/// A store that takes everything and keeps nothing.
struct Store;

#[async_trait]
impl DocumentStore for Store {
	async fn add(&self, document: Bytes) -> Result<Cid, StoreError> {
		Ok(cid_of(&document)?)
	}

	async fn read(&self, cid: &Cid, _: usize) -> Result<Beginning, StoreError> {
		Err(StoreError::NotFound { cid: *cid, seconds: 0 })
	}

	async fn pin(&self, _: &Cid, _: Option<u64>) -> Result<(), StoreError> {
		Ok(())
	}

	async fn unpin(&self, _: &Cid) -> Result<(), StoreError> {
		Ok(())
	}

	async fn erase(&self, _: &Cid) -> Result<usize, StoreError> {
		Ok(0)
	}

	async fn has(&self, _: &Cid) -> Result<bool, StoreError> {
		Ok(false)
	}

	async fn repair(&self, _: &Cid) -> Result<usize, StoreError> {
		Ok(0)
	}

	async fn pins(&self) -> Result<Vec<Cid>, StoreError> {
		Ok(Vec::new())
	}

	async fn is_pinned(&self, _: &Cid) -> Result<bool, StoreError> {
		Ok(false)
	}

	async fn open(&self, cid: &Cid) -> Result<Reading<'_>, StoreError> {
		Err(StoreError::NotFound { cid: *cid, seconds: 0 })
	}

	async fn put_file(&self, _: &Path, _: &Cid) -> Result<(), StoreError> {
		Ok(())
	}

	async fn collect_garbage(&self) -> Result<usize, StoreError> {
		Ok(0)
	}

	async fn peers(&self) -> Result<Vec<String>, StoreError> {
		Ok(Vec::new())
	}

	async fn connect(&self, _: &str) -> Result<(), StoreError> {
		Ok(())
	}

	async fn identity(&self) -> Result<Identity, StoreError> {
		Ok(Identity { peer_id: "peer".into(), addresses: Vec::new() })
	}
}

struct Custodian {
	methods: Methods,
	account: AccountId,
	caller: Signer,
	_journal: TempDir,
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
	Builder::new_current_thread().enable_time().build().expect("a runtime starts")
});

static CUSTODIAN: LazyLock<Custodian> = LazyLock::new(|| {
	let signer = |secret| Signer::from_secret(secret).expect("a development account");
	let journal =
		tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
	let custodian = signer("//Custodian");
	let account = custodian.account();
	// Its clock stands still: what was found once opens for as long as is fuzzed.
	let began = Instant::now();
	let prekeys = Prekeys::new(EncryptionSecret::from_bytes(PREKEY), move || began);
	let opened = Journal::open(journal.path().join("journal.redb"), AtRest::new(&[3; 32]));
	let custody = Custody {
		chain: Arc::new(Chain),
		signer: custodian,
		secret: EncryptionSecret::from_bytes(SECRET),
		prekeys,
		store: Arc::new(Store),
		announced: Vec::new(),
		journal: Arc::new(opened.expect("a new journal")),
		freshness: Freshness::new(Duration::from_secs(1_000_000)),
		incoming: journal.path().join("incoming"),
		reconciled: AtomicBool::new(true),
		findings: Findings::default(),
		erasing: Default::default(),
	};
	Custodian {
		methods: fuzzing::custody(custody),
		account,
		caller: signer("//Caller"),
		_journal: journal,
	}
});

/// Every body has an answer, and the answer is JSON.
pub fn run(bytes: &[u8]) -> bool {
	if matches!(bytes.first(), Some(b'{' | b'[')) {
		return std::str::from_utf8(bytes).is_ok_and(asked);
	}
	let Some((method, body)) = choice(bytes) else {
		return false;
	};
	let request = match method {
		b'p' => signed::<Upload>(body, "documents_announce"),
		b'd' => signed::<Placement>(body, "custody_place"),
		b'r' => signed::<Release>(body, "custody_release"),
		b'l' => signed::<Releases>(body, "custody_releases"),
		b's' => signed::<Reshare>(body, "custody_reshare"),
		b'h' => signed::<TakeOver>(body, "custody_hand_over"),
		b'x' => signed::<Destroy>(body, "custody_destroy"),
		_ => None,
	};
	request.is_some_and(|request| asked(&request))
}

/// Whether the custodian did what was asked.
fn asked(request: &str) -> bool {
	let answered = RUNTIME.block_on(CUSTODIAN.methods.raw_json_request(request, 1));
	let Ok((answer, _)) = answered else {
		return false;
	};
	let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
	answer.get("result").is_some()
}

fn call(method: &str, parameters: Value) -> String {
	json!({ "jsonrpc": "2.0", "id": "1", "method": method, "params": parameters }).to_string()
}

fn signed<Body>(body: &[u8], method: &str) -> Option<String>
where
	Body: Encode + serde::Serialize + serde::de::DeserializeOwned,
{
	let body: Body = serde_json::from_slice(body).ok()?;
	let bound = Bound { genesis_hash: &GENESIS, custodian: &CUSTODIAN.account, method };
	let signed = Signed::new(body, BLOCK, bound, &CUSTODIAN.caller);
	let signed = serde_json::to_value(signed).expect("a request is JSON");
	Some(call(method, json!([signed])))
}

pub fn seeds() -> Vec<Vec<u8>> {
	let document = Bytes::from_static(b"synthetic");
	let cid = hex::encode(cid_of(&document).expect("is small").as_bytes());
	let key = DataKey::from_bytes([7; 32]);
	let commitment = key.commitment();
	let shares = split(&key, 2, 3).expect("2 of 3");
	let share = shares.first().expect("three").to_bytes();
	let custodian = &CUSTODIAN;
	let [on_chain, prekey] =
		[SECRET, PREKEY].map(|secret| EncryptionSecret::from_bytes(secret).public());
	let encrypted = encrypt_twice(
		Layers { on_chain: &on_chain, ephemeral: &prekey },
		&placement_info(&GENESIS, &commitment),
		&parties(custodian.caller.account().as_ref(), custodian.account.as_ref()),
		share.as_slice(),
	);
	let placement = json!({
		"cid": cid,
		"size": 9,
		"keyCommitment": hex::encode(commitment),
		"placementKey": hex::encode(prekey),
		"encryptedShare": hex::encode(encrypted.expect("the key is strong")),
	});
	let upload = json!({ "cid": cid, "size": 9 }).to_string();
	vec![
		call("custody_identity", json!([])).into_bytes(),
		chosen(b'p', upload.as_bytes()),
		chosen(b'd', placement.to_string().as_bytes()),
	]
}
