// SPDX-License-Identifier: Apache-2.0
//! The node and its workers tell each other's build by this.

fn main() {
	substrate_build_script_utils::generate_cargo_keys();
}
