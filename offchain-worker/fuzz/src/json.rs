// SPDX-License-Identifier: Apache-2.0
//! JSON that others answer: custodians, a chain's node, Kubo's daemon.

use jsonrpsee::types::Response;
use salus_chain::{AccountId, fuzzing::header};
use salus_cli::fuzzing::ledger_page;
use salus_core::{
	EncryptionSecret, Layers, Share, decrypt_twice,
	protocol::{Identity, PlacementKey, ReleasedShare, ReleasesPage, ReleasesSubject},
	release_info,
};
use salus_primitives::{AccessId, RecordId};
use salus_worker::fuzzing::is_kubo_response;

/// Each reader meets each answer.
pub fn run(bytes: &[u8]) -> bool {
	let identity = serde_json::from_slice::<Response<'_, Identity>>(bytes).is_ok();
	let placement_key = serde_json::from_slice::<PlacementKey>(bytes);
	if let Ok(placement_key) = &placement_key {
		let _ = placement_key.verify(&[1; 32], &AccountId::new([1; 32]), 1, &[]);
	}
	let releases = serde_json::from_slice::<ReleasesPage>(bytes);
	if let Ok(releases) = &releases {
		let nobody = AccountId::new([1; 32]);
		let subject = ReleasesSubject {
			genesis_hash: &[1; 32],
			custodian: &nobody,
			record: RecordId(1),
			patient: &nobody,
			after: None,
		};
		let _ = releases.verify(subject, &[]);
	}
	let released = serde_json::from_slice::<ReleasedShare>(bytes);
	let [on_chain, ephemeral] = [5, 6].map(|byte| EncryptionSecret::from_bytes([byte; 32]));
	if let Ok(released) = &released
		&& let Ok(encrypted) = hex::decode(&released.encrypted_share)
		&& let Ok(opened) = decrypt_twice(
			Layers { on_chain: &on_chain, ephemeral: &ephemeral },
			&release_info(&[1; 32], AccessId(1)),
			b"parties",
			&encrypted,
		) {
		let _ = Share::from_bytes(&opened);
	}
	let node = [header(bytes).is_some(), ledger_page(bytes).is_some(), is_kubo_response(bytes)];
	let signed = placement_key.is_ok() || releases.is_ok();
	identity || signed || released.is_ok() || node.contains(&true)
}

pub fn seeds() -> Vec<Vec<u8>> {
	[
		r#"{"jsonrpc":"2.0","id":"1","result":{"account":"5F","encryptionKey":"00","placementKey":{"key":"00","block":1,"signature":"00"},"peerId":"12D3","listenAddresses":["/ip4/127.0.0.1/tcp/4001"],"version":"0.1.0"}}"#,
		r#"{"jsonrpc":"2.0","id":"1","error":{"code":-32011,"message":"no","data":{"a":[1]}}}"#,
		r#"{"encryptedShare":"00ff"}"#,
		r#"{"block":9,"releases":[{"access":1,"reader":"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY","version":1,"firstAt":1,"lastAt":2,"block":8,"blockCount":1}],"next":null,"signature":"00"}"#,
		r#"{"key":"0505050505050505050505050505050505050505050505050505050505050505","block":1,"signature":"00"}"#,
		r#"{"number":"0x1f","parentHash":"0x0000000000000000000000000000000000000000000000000000000000000000"}"#,
		r#"{"count":1,"head":"0x0909090909090909090909090909090909090909090909090909090909090909","entries":[{"number":0,"at":"2026-11-28T12:00:00.000Z","reader":"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY","access":1,"subject":{"record":{"id":1,"version":1}},"category":"Condition","purpose":"TREAT","basis":{"provision":1}}],"next":null,"cursor":null,"gap":null,"written":true}"#,
		r#"{"Keys":{"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku":{"Type":"recursive"}}}"#,
		r#"{"Ref":"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku","Err":""} {"Ref":"a"}"#,
		r#"{"Peers":[{"Addr":"/ip4/127.0.0.1","Peer":"12D3"}]}"#,
		r#"{"ID":"12D3","Addresses":null}"#,
		r#"{"Message":"context deadline exceeded","Code":0,"Type":"error"}"#,
	]
	.map(|text| text.as_bytes().to_vec())
	.into()
}
