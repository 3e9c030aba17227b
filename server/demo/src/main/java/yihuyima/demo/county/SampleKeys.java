package yihuyima.demo.county;

import java.util.function.Function;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;

/**
 * What the sample county is sealed, found and signed in with.
 *
 * @param staffPasswordHash the one password of all staff, hashed once: hashing is slow on purpose
 * @param partnerPublicKey the raw Ed25519 key of a partner department, by its code
 */
public record SampleKeys(
    FieldCipher cipher,
    BlindIndex index,
    CodeKeys codes,
    String staffPasswordHash,
    Function<String, byte[]> partnerPublicKey) {}
