//! Settle: when all have sealed, or the time to seal is up, one whose seal stands shows the digest.

use super::{Worker, close::our_turn, refused_as};
use crate::chain::{BlockRef, answers::Stage, calls, questions};

pub async fn look(worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let chain = &*custody.chain;
	for request in worker.open_requests() {
		let Some(info) = questions::request(chain, request, block.hash).await? else { continue };
		if info.stage != Stage::Sealing || !our_turn(&info, worker, block) {
			continue;
		}
		let me = worker.account();
		let sealed = info.drawn.iter().any(|drawn| drawn.operator == me && drawn.seal.is_some());
		let all_sealed = info.drawn.iter().all(|drawn| drawn.seal.is_some());
		let now = chain.moment(block.hash).await?;
		let call = match custody.journal.result(request)? {
			Some(mine) if sealed && (all_sealed || now >= info.seal_until) && now < info.settle_until => {
				match mine.cid {
					Some(cid) => calls::decision_support::settle(request, mine.digest, cid.as_bytes()),
					None => calls::decision_support::settle_open(request, mine.salt, &mine.output),
				}
			},
			_ if now >= info.settle_until => calls::decision_support::fail(request),
			_ => continue,
		};
		let settled = [
			"AlreadySettled", "NotFound", "NoQuorum", "SealDiffers", "SealingContinues",
			"SettlingContinues", "ModelSuspended", "Expired",
		];
		match chain.submit(&custody.signer, call).await {
			Ok(_) => tracing::info!(%request, "settled"),
			Err(cause) if refused_as(&cause, &settled) => {
				tracing::info!(%request, %cause, "not settled by us");
			},
			Err(cause) => return Err(cause.into()),
		}
	}
	Ok(())
}
