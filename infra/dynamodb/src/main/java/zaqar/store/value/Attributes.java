// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.util.Map;

/**
 * Attributes in an answer's tree. They become JSON when the tree is written; who reads it in this
 * process takes the values.
 */
public record Attributes(Map<String, Value> values) implements JsonSerializable {
  @Override
  public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
    ValueJson.write(values).serialize(out, provider);
  }

  @Override
  public void serializeWithType(JsonGenerator out, SerializerProvider provider, TypeSerializer type)
      throws IOException {
    serialize(out, provider);
  }
}
