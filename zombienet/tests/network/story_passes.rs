//! The demo's story, on this network in place of the development node.

use anyhow::Context;
use salus_zombienet::{chain, report::Report, stage::Stage};
use tokio::process::Command;

/// How many times as long as on the development node a step may wait. There a block is final after half a
/// second; here after half a minute, and some waits are for operators' own extrinsics besides.
const SLOWNESS: &str = "10";

pub async fn play(stage: &mut Stage, report: &mut Report) -> anyhow::Result<String> {
	// The story starts, stops and kills operators itself, in the same homes.
	stage.dismiss_operators().await?;
	let url = stage.url()?;
	chain::wait_finalized(&url, 1, 600).await?;
	let programs = &stage.programs;
	let written = stage.folder.join("story.json");
	let status = Command::new("python3")
		.arg(programs.root.join("scripts/library/story"))
		.args(["--url", &url])
		.env("SALUS_STORY_SLOWNESS", SLOWNESS)
		.arg("--folder")
		.arg(&stage.folder)
		.arg("--worker")
		.arg(&programs.worker)
		.arg("--salus")
		.arg(&programs.salus)
		.arg("--models")
		.arg(programs.models())
		.arg("--bundle")
		.arg(programs.bundle())
		.arg("--report")
		.arg(&written)
		.kill_on_drop(true)
		.status()
		.await?;
	report.take_over(&written).context("the story left no report")?;
	anyhow::ensure!(status.success(), "a step of the story failed");
	Ok("every step".to_owned())
}
