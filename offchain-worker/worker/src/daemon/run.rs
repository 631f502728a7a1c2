// SPDX-License-Identifier: Apache-2.0
//! Serving: custody RPC, IPFS, and the jobs of every finalized block, until told to stop.

use super::{
	RunOptions, announce,
	identity::{Home, JOURNAL},
	notify, peers, session,
};
use crate::{
	assessment::Assessor,
	custody_rules::{Custody, Prekeys},
	findings::Findings,
	freshness::Freshness,
	insurer,
	ipfs::{DocumentStore, Embedded, EmbeddedConfig, Kubo, MAX_INCOMING_CONNECTIONS},
	jobs::{Jobs, Leftovers, REPORT_DAY, Rotation, Worker},
	journal::Journal,
	metrics,
	server::{self, Limits},
};
use anyhow::Context;
use salus_chain::{ChainClient, NodeClient, backoff::Backoff, follow::Follower, queries};
use salus_custody::endpoint_of;
use salus_inference::{Engine, Models};
use std::{
	sync::{Arc, atomic::AtomicBool},
	time::Duration,
};
use tokio::{net::TcpListener, sync::Notify};
use tokio_util::sync::CancellationToken;

pub async fn run(mut home: Home, node: &str, options: RunOptions) -> anyhow::Result<()> {
	// The key at rest rotates here, and an old one is destroyed: what it has encrypted of claims would not open any more.
	anyhow::ensure!(
		!home.folder.join(insurer::FOLDER).exists(),
		"this home keeps an insurer's claims, so it is no operator's: run it with --insurer, or make another home for \
		 the operator with salus-worker init --home FOLDER"
	);
	let node = Arc::new(NodeClient::connect(node).await?);
	let account = home.signer.account();
	let finalized = node.finalized().await?;
	let who = queries::who_is(&*node, &account, finalized.hash).await?;
	let operator =
		who.operator.context("this account is not an operator yet: run salus-worker join")?;
	session::check(&node, &home.signer, finalized.hash).await?;
	anyhow::ensure!(
		who.encryption_key.is_some_and(|key| key.key == home.secret.public()),
		"the encryption key on chain is not this keystore's; open the keystore that joined"
	);
	let transport = options.transport.load(options.listen, &endpoint_of(&operator))?;
	let store = open_store(&home, &options).await?;
	let peer_id = store.identity().await?.peer_id;
	anyhow::ensure!(
		String::from_utf8_lossy(&operator.peer_id) == peer_id,
		"the peer id on chain is not this IPFS node's; run salus-worker join --replace to update it, \
		 with --kubo if a Kubo daemon is used"
	);
	let announced = announce::addresses(&options, &peer_id)?;
	let mut models = Models::load(&options.models, &Engine::new(options.threads))?;
	for model in models.iter() {
		store.add(bytes::Bytes::copy_from_slice(model.card_bytes())).await?;
	}
	let assessor = Assessor::new(options.launcher.clone(), options.limits)?;
	// Beside each other: each child takes some time to start.
	let tried = models.iter().cloned().map(|model| {
		let assessor = &assessor;
		async move { (assessor.try_out(&model, options.threads).await, model) }
	});
	for (tried, model) in futures::future::join_all(tried).await {
		if let Err(cause) = tried {
			// Custody goes on without it, and requests for it are refused.
			let (name, cause) = (&model.card().name, format!("{cause:#}"));
			tracing::error!(model = name, cause, "can't be run in a process of its own: left out");
			models.leave_out(&model.digest());
		}
	}
	// Another worker that had the journal until now may have rotated the key since the keystore was read.
	let reload = || home.at_rest_keys.reload().map_err(anyhow::Error::new);
	let journal = Journal::open_when(home.folder.join(JOURNAL), home.at_rest, reload)?;
	let journal = Arc::new(journal);
	let custody = Arc::new(Custody {
		chain: node.clone(),
		signer: home.signer,
		secret: home.secret,
		prekeys: Prekeys::default(),
		store: store.clone(),
		announced,
		journal: journal.clone(),
		freshness: Freshness::new(Duration::from_secs(options.stale_after)),
		incoming: home.folder.join("incoming"),
		reconciled: AtomicBool::new(false),
		findings: Findings::default(),
		erasing: Default::default(),
	});
	// Before anything is pinned that the journal does not name yet.
	let leftovers = Leftovers::of(&custody, &models)?;
	if let Err(cause) = leftovers.erase_all().await {
		let cause = format!("{cause:#}");
		tracing::warn!(cause, "documents that nothing names may be left");
	}

	if let Some(address) = options.metrics {
		metrics::serve(address).with_context(|| format!("cannot serve metrics on {address}"))?;
	}
	metrics::shares(journal.share_count()?);
	let listener = TcpListener::bind(options.listen).await;
	let listener = listener.with_context(|| format!("cannot listen on {}", options.listen))?;
	let server = server::serve(custody.clone(), listener, limits(), transport)?;
	let stop = CancellationToken::new();
	let peers = tokio::spawn(peers::keep(node.clone(), store, account, stop.clone()));

	// A worker that never ran before kept nothing yet; which requests wait for it, it asks the chain.
	let next = match journal.cursor()? {
		Some(cursor) => {
			let there = node.block_hash(cursor.number).await?;
			anyhow::ensure!(
				there.is_none_or(|hash| hash.0 == cursor.hash),
				"this home has followed another chain than the node's; name the right node with --node, or \
				 another --home for this chain"
			);
			cursor.number.saturating_add(1)
		}
		None => finalized.number,
	};
	let (threads, scrub_every) = (options.threads, options.scrub_every);
	let rotation = Rotation::new(home.at_rest_keys, options.rotate_every);
	let worker = Worker::new(custody, models, threads, assessor, scrub_every, rotation);
	let worker = worker.await?.reporting_usage(!options.no_usage_reports);
	if options.report_day < REPORT_DAY {
		tracing::warn!("days of drift reports are short, which is for development chains only");
	}
	let worker = worker.with_report_day(options.report_day);
	let worker = worker.claiming_custody(options.claim_custody_every, options.claim_at_a_loss);
	let jobs = Jobs::resume(Arc::new(worker), stop.clone())?;
	tracing::info!(listen = %options.listen, block = next, "serving");
	notify::ready();

	let mut follower = Follower::new(node.clone(), next);
	// Stopped in the middle of a block, it works through that block again at its next start.
	tokio::select! {
		() = asked_to_stop() => {},
		() = work_through(&mut follower, &node, &jobs) => {},
	}

	tracing::info!("stopping");
	stop.cancel();
	jobs.stop().await;
	// Whoever listened is told; that nobody does any more is not a fault.
	let _ = server.stop();
	let _ = peers.await;
	Ok(())
}

/// Works through every finalized block, for ever, and beside it through what came while this worker was away.
async fn work_through(follower: &mut Follower, node: &NodeClient, jobs: &Jobs) {
	let unseen = Notify::new();
	unseen.notify_one();
	tokio::join!(reconcile(jobs, &unseen), follow(follower, node, jobs, &unseen));
}

/// Does what blocks brought that were not seen.
async fn reconcile(jobs: &Jobs, unseen: &Notify) {
	loop {
		unseen.notified().await;
		until_done("what was not seen", || jobs.reconcile()).await;
		tracing::info!("everything that the chain asks for is under way");
	}
}

async fn follow(follower: &mut Follower, node: &NodeClient, jobs: &Jobs, unseen: &Notify) {
	loop {
		let Ok(block) = follower.next_block().await else {
			skip(follower, jobs, unseen).await;
			continue;
		};
		loop {
			match node.events(block.hash).await {
				Err(cause) if cause.is_for_good() => {
					tracing::warn!(block = block.number, %cause, "its events can't be had");
					skip(follower, jobs, unseen).await;
					break;
				}
				Err(cause) => again(block.number, &cause.into()).await,
				Ok(events) => match jobs.block(block, events).await {
					Ok(()) => break,
					Err(cause) => again(block.number, &cause).await,
				},
			}
		}
	}
}

async fn again(block: u32, cause: &anyhow::Error) {
	let cause = format!("{cause:#}");
	tracing::warn!(block, cause, "block will be worked through again");
	tokio::time::sleep(Duration::from_secs(1)).await;
}

/// Goes on at the chain's head.
async fn skip(follower: &mut Follower, jobs: &Jobs, unseen: &Notify) {
	let block = until_done("the blocks that can't be had", || jobs.skip()).await;
	unseen.notify_one();
	follower.go_on_after(block);
}

/// Tries until it is done, with growing pauses.
async fn until_done<Done, Work>(what: &str, work: impl Fn() -> Work) -> Done
where
	Work: Future<Output = anyhow::Result<Done>>,
{
	let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(60));
	loop {
		match work().await {
			Ok(done) => return done,
			Err(cause) => {
				let cause = format!("{cause:#}");
				tracing::warn!(cause, "{what}: will be tried again");
				backoff.wait().await;
			}
		}
	}
}

/// Files beside connections that the worker may have open: of its stores, its journal, its processes, and those of the
/// peers of IPFS.
const OTHER_FILES: u64 = 512 + MAX_INCOMING_CONNECTIONS;

/// As many connections as the system lets it have files for.
fn limits() -> Limits {
	let mut limits = Limits::default();
	let wanted = u64::try_from(limits.connections.open).unwrap_or(u64::MAX);
	let files = rlimit::increase_nofile_limit(wanted.saturating_add(OTHER_FILES));
	let files = files.unwrap_or(1_024).saturating_sub(OTHER_FILES);
	limits.connections.open = usize::try_from(files.min(wanted)).unwrap_or(usize::MAX);
	limits
}

async fn open_store(home: &Home, options: &RunOptions) -> anyhow::Result<Arc<dyn DocumentStore>> {
	if let Some(endpoint) = &options.kubo {
		return Ok(Arc::new(Kubo::new(endpoint)?));
	}
	let mut config = EmbeddedConfig::new(home.folder.join("ipfs"), home.peer_seed.clone());
	config.listen = vec![options.ipfs_listen.clone()];
	Ok(Arc::new(Embedded::start(config).await?))
}

/// Comes when whoever started the worker has it end.
pub(super) async fn asked_to_stop() {
	use tokio::signal::unix::{SignalKind, signal};
	let Ok(mut terminated) = signal(SignalKind::terminate()) else {
		return std::future::pending().await;
	};
	tokio::select! {
		_ = tokio::signal::ctrl_c() => {},
		_ = terminated.recv() => {},
	}
}
