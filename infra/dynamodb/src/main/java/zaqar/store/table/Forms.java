// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

/**
 * The forms of all that is kept: a count or a length before what it counts, a type by its place in
 * a list. Who changes one of them begins another {@link DiskStorage#FORMAT}.
 */
final class Forms {
  /** Each at the place that stands for it. */
  private static final List<Type> TYPES =
      List.of(
          Type.S, Type.N, Type.B, Type.BOOL, Type.NULL, Type.L, Type.M, Type.SS, Type.NS, Type.BS);

  /** Items. */
  static final Form<Item> ITEM =
      new Form<>() {
        @Override
        public void write(Item item, WriteBuffer out) {
          writeMap(item.attributes(), out);
        }

        @Override
        public Item read(ByteBuffer in) {
          return Item.of(readMap(in));
        }
      };

  /** Changes. */
  static final Form<Change> CHANGE =
      new Form<>() {
        @Override
        public void write(Change change, WriteBuffer out) {
          out.putLong(change.number()).putLong(change.time().toEpochMilli());
          writeOptional(change.before(), ITEM::write, out);
          writeOptional(change.after(), ITEM::write, out);
          writeFlag(change.isExpiry(), out);
        }

        @Override
        public Change read(ByteBuffer in) {
          return new Change(
              in.getLong(),
              Instant.ofEpochMilli(in.getLong()),
              readOptional(in, ITEM::read),
              readOptional(in, ITEM::read),
              readFlag(in));
        }
      };

  /** Places in streams. */
  static final Form<Long> PLACE =
      new Form<>() {
        @Override
        public void write(Long place, WriteBuffer out) {
          out.putLong(place);
        }

        @Override
        public Long read(ByteBuffer in) {
          return in.getLong();
        }
      };

  /** Definitions. */
  static final Form<Definition> DEFINITION =
      new Form<>() {
        @Override
        public void write(Definition table, WriteBuffer out) {
          writeText(table.name(), out);
          writeText(table.id(), out);
          out.putLong(table.created().toEpochMilli());
          writeAll(table.attributes(), Forms::writeKey, out);
          writeAll(table.keys().parts(), Forms::writeKey, out);
          writeFlag(table.isOnDemand(), out);
          writeThroughput(table.throughput(), out);
          writeAll(table.indexes(), Forms::writeIndex, out);
          writeOptional(table.view().map(Enum::name), Forms::writeText, out);
          writeOptional(table.streamLabel(), Forms::writeText, out);
          writeFlag(table.isProtected(), out);
          writeOptional(table.expiry(), Forms::writeText, out);
        }

        @Override
        public Definition read(ByteBuffer in) {
          return new Definition(
              readText(in),
              readText(in),
              Instant.ofEpochMilli(in.getLong()),
              readAll(in, Forms::readKey),
              readKeys(in),
              readFlag(in),
              readThroughput(in),
              readAll(in, Forms::readIndex),
              readOptional(in, Forms::readText).map(Definition.View::valueOf),
              readOptional(in, Forms::readText),
              readFlag(in),
              readOptional(in, Forms::readText));
        }
      };

  private Forms() {}

  private static void writeKey(Key key, WriteBuffer out) {
    writeText(key.name(), out);
    writeType(key.type(), out);
  }

  private static Key readKey(ByteBuffer in) {
    return new Key(readText(in), readType(in));
  }

  private static KeySchema readKeys(ByteBuffer in) {
    List<Key> parts = readAll(in, Forms::readKey);
    return new KeySchema(parts.getFirst(), parts.stream().skip(1).findFirst());
  }

  private static void writeIndex(Index index, WriteBuffer out) {
    writeText(index.name(), out);
    writeFlag(index.isGlobal(), out);
    writeAll(index.keys().parts(), Forms::writeKey, out);
    writeText(index.projection(), out);
    writeAll(index.included(), Forms::writeText, out);
    writeThroughput(index.throughput(), out);
  }

  private static Index readIndex(ByteBuffer in) {
    return new Index(
        readText(in),
        readFlag(in),
        readKeys(in),
        readText(in),
        readAll(in, Forms::readText),
        readThroughput(in));
  }

  private static void writeThroughput(Throughput throughput, WriteBuffer out) {
    out.putLong(throughput.readUnits()).putLong(throughput.writeUnits());
  }

  private static Throughput readThroughput(ByteBuffer in) {
    return new Throughput(in.getLong(), in.getLong());
  }

  private static void writeMap(Map<String, Value> map, WriteBuffer out) {
    out.putVarInt(map.size());
    map.forEach(
        (name, value) -> {
          writeText(name, out);
          writeValue(value, out);
        });
  }

  private static Map<String, Value> readMap(ByteBuffer in) {
    Map<String, Value> map = new LinkedHashMap<>();
    for (int left = DataUtils.readVarInt(in); left > 0; left--) {
      map.put(readText(in), readValue(in));
    }
    return map;
  }

  private static void writeValue(Value value, WriteBuffer out) {
    writeType(value.type(), out);
    switch (value) {
      case Value.S s -> writeText(s.text(), out);
      case Value.N n -> writeNumber(n.number(), out);
      case Value.B b -> writeBytes(b.bytes(), out);
      case Value.Bool bool -> writeFlag(bool.truth(), out);
      case Value.Null nothing -> {}
      case Value.L list -> writeAll(list.values(), Forms::writeValue, out);
      case Value.M map -> writeMap(map.entries(), out);
      case Value.SS set -> writeAll(set.texts(), Forms::writeText, out);
      case Value.NS set -> writeAll(set.numbers(), Forms::writeNumber, out);
      case Value.BS set -> writeAll(set.binaries(), (b, to) -> writeBytes(b.bytes(), to), out);
    }
  }

  private static Value readValue(ByteBuffer in) {
    return switch (readType(in)) {
      case S -> new Value.S(readText(in));
      case N -> new Value.N(readNumber(in));
      case B -> new Value.B(readBytes(in));
      case BOOL -> new Value.Bool(readFlag(in));
      case NULL -> new Value.Null();
      case L -> new Value.L(readAll(in, Forms::readValue));
      case M -> new Value.M(readMap(in));
      case SS -> new Value.SS(new LinkedHashSet<>(readAll(in, Forms::readText)));
      case NS -> new Value.NS(new LinkedHashSet<>(readAll(in, Forms::readNumber)));
      case BS ->
          new Value.BS(new LinkedHashSet<>(readAll(in, from -> new Value.B(readBytes(from)))));
    };
  }

  private static void writeType(Type type, WriteBuffer out) {
    out.put((byte) TYPES.indexOf(type));
  }

  private static Type readType(ByteBuffer in) {
    return TYPES.get(in.get());
  }

  private static void writeNumber(BigDecimal number, WriteBuffer out) {
    out.putInt(number.scale());
    writeBytes(number.unscaledValue().toByteArray(), out);
  }

  private static BigDecimal readNumber(ByteBuffer in) {
    int scale = in.getInt();
    return new BigDecimal(new BigInteger(readBytes(in)), scale);
  }

  private static void writeFlag(boolean flag, WriteBuffer out) {
    out.put((byte) (flag ? 1 : 0));
  }

  private static boolean readFlag(ByteBuffer in) {
    return in.get() != 0;
  }

  private static void writeText(String text, WriteBuffer out) {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static String readText(ByteBuffer in) {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static void writeBytes(byte[] bytes, WriteBuffer out) {
    out.putVarInt(bytes.length).put(bytes);
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[DataUtils.readVarInt(in)];
    in.get(bytes);
    return bytes;
  }

  private static <T> void writeOptional(
      Optional<T> value, BiConsumer<T, WriteBuffer> one, WriteBuffer out) {
    writeAll(value.stream().toList(), one, out);
  }

  private static <T> Optional<T> readOptional(ByteBuffer in, Function<ByteBuffer, T> one) {
    return readAll(in, one).stream().findFirst();
  }

  private static <T> void writeAll(
      Collection<T> values, BiConsumer<T, WriteBuffer> one, WriteBuffer out) {
    out.putVarInt(values.size());
    values.forEach(value -> one.accept(value, out));
  }

  private static <T> List<T> readAll(ByteBuffer in, Function<ByteBuffer, T> one) {
    List<T> values = new ArrayList<>();
    for (int left = DataUtils.readVarInt(in); left > 0; left--) {
      values.add(one.apply(in));
    }
    return values;
  }
}
