// SPDX-License-Identifier: Apache-2.0
//! Whoever has sealed reveals, though the patient erased what it was made of or this worker has lost what it knew; and
//! what is erased is not served for that.

use super::{publishing::output, *};
use crate::jobs::{fixtures::REQUEST, seat::OwnSeal};
use salus_primitives::quorum::Response;

/// What can be erased beside an open task: a record that the result was made of, and the result.
const ERASURES: [JobKey; 2] = [JobKey::Destroy(RECORD), JobKey::EraseResult(REQUEST)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_a_seal_is_opened_after_an_erasure_and_no_document_is_published() {
	for erasure in ERASURES {
		for was_published in [false, true] {
			let home = Home::with_a_result().await;
			home.responses(home.seal(), Some(Response::Refused));
			if was_published {
				publish::publish(&home.worker.custody, REQUEST).await.unwrap();
				assert!(home.serves_it().await);
			}
			if erasure == JobKey::Destroy(RECORD) {
				home.erase();
			}
			// A second time, as after a restart.
			for _ in 0..2 {
				home.attempt(erasure).await.unwrap();
				assert!(!home.serves_it().await);
				assert!(!home.journal().is_unpublished(REQUEST).unwrap());
			}
			let due = reconcile::due(&home.worker, BLOCK, vec![REQUEST]).await.unwrap().jobs;
			let fetch = JobKey::FetchResult(REQUEST);
			assert!(!due.contains(&fetch), "it is asked for");
			assert!(matches!(home.attempt(fetch).await.unwrap(), Completion::Done));

			home.tick(WatchKey::Reveal(REQUEST)).await;
			assert_eq!(home.chain.posted().pop().as_deref(), Some("Quorum.reveal"), "{erasure:?}");
			let digest = OwnSeal::new(&home.worker, REQUEST).digest(&output());
			home.responses(Response::Revealed(digest), Some(Response::Refused));
			home.tick(WatchKey::Reveal(REQUEST)).await;
			assert!(!home.serves_it().await);
			// The others have settled it.
			home.settled(Some(output().document));
			home.tick(WatchKey::Close(REQUEST)).await;
			assert!(!home.serves_it().await);
			assert_eq!(home.journal().result(REQUEST).unwrap(), None);
			assert!(home.worker.open_requests().is_empty());
		}
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_nothing_is_left_of_what_is_erased_after_its_task_was_closed() {
	for erasure in ERASURES {
		let home = Home::with_a_result().await;
		home.settled(Some(output().document));
		home.tick(WatchKey::Close(REQUEST)).await;
		assert!(home.serves_it().await && home.worker.open_requests().is_empty());
		home.erase();
		home.attempt(erasure).await.unwrap();
		assert!(!home.serves_it().await);
		for key in home.due(BLOCK.number) {
			if matches!(key, WatchKey::Reveal(_) | WatchKey::Close(_)) {
				home.tick(key).await;
			}
		}
		assert_eq!(home.journal().result(REQUEST).unwrap(), None, "{erasure:?}");
		assert!(home.worker.open_requests().is_empty());
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_what_was_erased_while_the_model_ran_is_revealed_and_not_served() {
	// Its erasure was through before there was a result.
	let home = Home::with_a_result().await;
	home.erase();
	home.responses(home.seal(), Some(Response::Refused));
	home.tick(WatchKey::Reveal(REQUEST)).await;
	assert_eq!(home.chain.posted(), ["Quorum.reveal"]);
	assert!(!home.serves_it().await);
	assert!(!home.journal().is_unpublished(REQUEST).unwrap());
	assert_eq!(home.journal().result(REQUEST).unwrap(), Some(StoredResult::of_seal(output())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_was_restored_after_the_settlement_opens_its_seal_by_the_receipt() {
	// Nothing is known of the request, or what another backup tells.
	for known in [None, Some(StoredResult::REFUSAL)] {
		let home = Home::new().await;
		if let Some(known) = known {
			home.journal().put_result(REQUEST, &[RECORD], &known).unwrap();
		}
		home.responses(home.seal(), Some(Response::Refused));
		home.tick(WatchKey::Reveal(REQUEST)).await;
		// Another was agreed on, or the patient has had it erased: it can't be opened, and nothing untrue is posted.
		for result in [Some(Cid::raw([9; 32])), None] {
			home.has_receipt(result);
			home.tick(WatchKey::Reveal(REQUEST)).await;
			assert_eq!(home.journal().result(REQUEST).unwrap(), known);
		}
		assert!(home.chain.posted().is_empty());

		home.has_receipt(Some(output().document));
		home.tick(WatchKey::Reveal(REQUEST)).await;
		assert_eq!(home.chain.posted(), ["Quorum.reveal"]);
		let found = StoredResult::of_seal(output());
		assert_eq!(home.journal().result(REQUEST).unwrap(), Some(found));
		assert!(!home.serves_it().await, "it never had the document");
		home.settled(Some(output().document));
		home.tick(WatchKey::Close(REQUEST)).await;
		assert_eq!(home.journal().result(REQUEST).unwrap(), None);
	}
}
