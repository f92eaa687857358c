// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

/** A symmetric key in AWS KMS. The names of data keys are their encryption contexts. */
record KmsKey(KmsClient kms, String arn) implements MasterKey {
  private static final String CONTEXT = "zaqar-data-key";
  private static final int FAULT = 500;

  @Override
  public Fresh make(String name) {
    GenerateDataKeyResponse made =
        kms.generateDataKey(
            r ->
                r.keyId(arn).keySpec(DataKeySpec.AES_256).encryptionContext(Map.of(CONTEXT, name)));
    return new Fresh(made.plaintext().asByteArray(), made.ciphertextBlob().asByteArray());
  }

  @Override
  public byte[] unwrap(String name, byte[] wrapped) {
    try {
      return kms.decrypt(
              r ->
                  r.keyId(arn)
                      .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                      .encryptionContext(Map.of(CONTEXT, name)))
          .plaintext()
          .asByteArray();
    } catch (KmsException refused) {
      if (refused.statusCode() < FAULT && !refused.isThrottlingException()) {
        throw new Undecryptable("KMS does not unwrap its key", refused);
      }
      throw refused;
    }
  }
}
