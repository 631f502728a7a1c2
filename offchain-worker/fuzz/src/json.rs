//! JSON that others answer: custodians, a chain's node, Kubo's daemon.

use jsonrpsee::types::Response;
use offchain_worker::{
	crypto::{EncryptionSecret, Share, open_from, release_info},
	fuzzing::{header, is_kubo_answer, ledger_page},
	rpc::{Identity, ReleasedShare},
};
use salus_primitives::AccessId;

/// Each reader meets each answer.
pub fn run(bytes: &[u8]) -> bool {
	let identity = serde_json::from_slice::<Response<'_, Identity>>(bytes).is_ok();
	let released = serde_json::from_slice::<ReleasedShare>(bytes);
	if let Ok(released) = &released
		&& let Ok(sealed) = hex::decode(&released.sealed_share)
		&& let Ok(opened) = open_from(
			&EncryptionSecret::from_bytes([5; 32]),
			&release_info(&[1; 32], AccessId(1)),
			b"parties",
			&sealed,
		) {
		let _ = Share::from_bytes(&opened);
	}
	let node = [
		header(bytes).is_some(),
		ledger_page(bytes).is_some(),
		is_kubo_answer(bytes),
	];
	identity || released.is_ok() || node.contains(&true)
}

pub fn seeds() -> Vec<Vec<u8>> {
	[
		r#"{"jsonrpc":"2.0","id":"1","result":{"account":"5F","encryptionKey":"00","peerId":"12D3","listenAddresses":["/ip4/127.0.0.1/tcp/4001"],"version":"0.1.0"}}"#,
		r#"{"jsonrpc":"2.0","id":"1","error":{"code":-32011,"message":"no","data":{"a":[1]}}}"#,
		r#"{"sealedShare":"00ff"}"#,
		r#"{"number":"0x1f","parentHash":"0x0000000000000000000000000000000000000000000000000000000000000000"}"#,
		r#"{"entries":[{"number":0,"at":1,"reader":"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY","access":1,"record":1,"version":1,"category":"Observation","purpose":"TREAT","basis":{"kind":"provision","provision":1}}],"next":null,"gap":null}"#,
		r#"{"Keys":{"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku":{"Type":"recursive"}}}"#,
		r#"{"Ref":"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku","Err":""} {"Ref":"a"}"#,
		r#"{"Peers":[{"Addr":"/ip4/127.0.0.1","Peer":"12D3"}]}"#,
		r#"{"ID":"12D3","Addresses":null}"#,
		r#"{"Message":"context deadline exceeded","Code":0,"Type":"error"}"#,
	]
	.map(|text| text.as_bytes().to_vec())
	.into()
}
