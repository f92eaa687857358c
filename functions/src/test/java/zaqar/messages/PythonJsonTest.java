// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.http.Json;

/** Expected values are what CPython 3.11 prints. */
class PythonJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\":1,\"a\":[true,false,null]} | {\"b\": 1, \"a\": [true, false, null]}",
        "[] | []",
        "{} | {}",
        "[1.0,1.10,100000.0,1e2] | [1.0, 1.1, 100000.0, 100.0]",
        "[1e15,1e16,123456789012345680.0] | [1000000000000000.0, 1e+16, 1.2345678901234568e+17]",
        "[0.0001,0.00001,1.5e-7] | [0.0001, 1e-05, 1.5e-07]",
        "[0.0,-0.0,-0,-2.5] | [0.0, -0.0, 0, -2.5]",
        "[1e400,NaN,-Infinity] | [Infinity, NaN, -Infinity]",
        "[4.9e-324,5e-324,-1e-323,1.5e-323,2e-323,3e-323"
            + ",1.2e-322,9.9e-322,2.2250738585072014e-308] | [5e-324, 5e-324, -1e-323, 1.5e-323, 2e-3"
            + "23, 3e-323, 1.2e-322, 9.9e-322, 2.2250738585072014e-308]",
        "[1.7976931348623157e308] | [1.7976931348623157e+308]",
        "{\"a\":1,\"b\":2,\"a\":3} | {\"a\": 3, \"b\": 2}",
      })
  void document_isWrittenAsPythonDoes(String sent, String written) {
    assertThat(PythonJson.write(Json.parse(sent))).isEqualTo(written);
  }

  @Test
  void strings_areEscapedAsPythonDoes() {
    assertThat(
            PythonJson.write(
                Json.parse("\"\\u00e9 \\ud83d\\ude00 \\/ \\u007f \\n\\t\\u0001\\\"\"")))
        .isEqualTo("\"\\u00e9 \\ud83d\\ude00 / \\u007f \\n\\t\\u0001\\\"\"");
  }

  @Test
  void checksum_isThatOfPythonsForm() {
    assertThat(Checksum.of("{\"a\":1}")).contains("MD5:42b7b4f2921788ea14dac5566e6f06d0");
    assertThat(Checksum.of("null")).isEmpty();
  }
}
