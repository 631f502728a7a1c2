// SPDX-License-Identifier: Apache-2.0
//! Published test vectors: that the construction is the one that it is named for.

#[test]
fn argon2id_of_rfc_9106_section_5_3() {
	use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
	let mut params = ParamsBuilder::new();
	params.m_cost(32).t_cost(3).p_cost(4).data(AssociatedData::new(&[4; 12]).unwrap());
	let argon2 = Argon2::new_with_secret(
		&[3; 8],
		Algorithm::Argon2id,
		Version::V0x13,
		params.build().unwrap(),
	)
	.unwrap();
	let mut tag = [0; 32];
	argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
	assert_eq!(
		hex::encode(tag),
		"0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
	);
}
