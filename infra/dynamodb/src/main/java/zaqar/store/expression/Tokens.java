// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.ArrayList;
import java.util.List;
import zaqar.store.value.Refusal;

/** The tokens of an expression or a statement, one after the other. */
public final class Tokens {
  private static final List<String> LONG_SIGNS = List.of("<>", "<=", ">=", "!=", "<<", ">>", "||");
  private static final List<String> EXPRESSION_SIGNS = List.of("<>", "<=", ">=");

  private final String text;
  private final String what;
  private final List<Token> tokens = new ArrayList<>();
  private final List<String> longSigns;
  private int next;

  private Tokens(String text, String what, boolean isStatement) {
    this.text = text;
    this.what = what;
    longSigns = isStatement ? LONG_SIGNS : EXPRESSION_SIGNS;
    int at = 0;
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      Token token = isStatement ? statementToken(at) : token(at);
      tokens.add(token);
      if (token.is(Token.Kind.END)) {
        return;
      }
      at = token.end();
    }
  }

  /**
   * Of an expression.
   *
   * @param what the name of the parameter that it is in
   */
  static Tokens ofExpression(String text, String what) {
    if (text.isEmpty()) {
      throw Refusal.invalid("Invalid " + what + ": The expression can not be empty;");
    }
    return new Tokens(text, what, false);
  }

  /** Of a statement. */
  public static Tokens ofStatement(String text) {
    return new Tokens(text, "", true);
  }

  private Token statementToken(int at) {
    if (at == text.length()) {
      return token(at);
    }
    char c = text.charAt(at);
    if (c == '\'') {
      return quoted(at, c, Token.Kind.STRING);
    }
    return c == '"' ? quoted(at, c, Token.Kind.QUOTED) : token(at);
  }

  private Token quoted(int at, char quote, Token.Kind kind) {
    StringBuilder inside = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) != quote) {
        inside.append(text.charAt(i));
      } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
        inside.append(quote);
        i++;
      } else {
        return new Token(kind, inside.toString(), at, i + 1);
      }
    }
    throw Refusal.invalid(
        "Statement wasn't well formed, can't be processed: a quote is not closed");
  }

  private Token token(int at) {
    if (at == text.length()) {
      return new Token(Token.Kind.END, "<EOF>", at, at);
    }
    char c = text.charAt(at);
    if (c == '#' || c == ':') {
      int end = wordEnd(at + 1);
      if (end > at + 1) {
        Token.Kind kind = c == '#' ? Token.Kind.ALIAS : Token.Kind.VALUE;
        return new Token(kind, text.substring(at, end), at, end);
      }
    } else if (isDigit(c)) {
      int end = at;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      return new Token(Token.Kind.NUMBER, text.substring(at, end), at, end);
    } else if (isWord(c)) {
      int end = wordEnd(at);
      return new Token(Token.Kind.NAME, text.substring(at, end), at, end);
    }
    for (String sign : longSigns) {
      if (text.startsWith(sign, at)) {
        return new Token(Token.Kind.SIGN, sign, at, at + sign.length());
      }
    }
    return new Token(Token.Kind.SIGN, text.substring(at, at + 1), at, at + 1);
  }

  private int wordEnd(int at) {
    int end = at;
    while (end < text.length() && (isWord(text.charAt(end)) || isDigit(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The next one, which stays the next one. */
  public Token peek() {
    return tokens.get(next);
  }

  /** The one after so many others. */
  Token peek(int ahead) {
    return tokens.get(Math.min(next + ahead, tokens.size() - 1));
  }

  /** The next one, and goes on. */
  public Token take() {
    Token token = peek();
    if (!token.is(Token.Kind.END)) {
      next++;
    }
    return token;
  }

  /** Goes on if the next one is this sign. */
  public boolean takeSign(String sign) {
    boolean is = peek().isSign(sign);
    if (is) {
      next++;
    }
    return is;
  }

  /** Goes on if the next one is this word. */
  public boolean takeWord(String word) {
    boolean is = peek().isWord(word);
    if (is) {
      next++;
    }
    return is;
  }

  /** Goes on after this sign, which must be next. */
  public void expectSign(String sign) {
    if (!takeSign(sign)) {
      throw syntaxError();
    }
  }

  /** Goes on after this word, which must be next. */
  public void expectWord(String word) {
    if (!takeWord(word)) {
      throw syntaxError();
    }
  }

  /** The next one, which must be of this kind, and goes on. */
  public Token expect(Token.Kind kind) {
    if (!peek().is(kind)) {
      throw syntaxError();
    }
    return take();
  }

  /** Sees that nothing follows. */
  public void expectEnd() {
    expect(Token.Kind.END);
  }

  /** How far the parenthesis that closes the next one is ahead; negative without one. */
  int closing(int ahead) {
    int open = 0;
    for (int i = ahead; next + i < tokens.size(); i++) {
      if (peek(i).isSign("(")) {
        open++;
      } else if (peek(i).isSign(")") && --open == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Says that the next one cannot stand where it stands. */
  public Refusal syntaxError() {
    Token token = peek();
    if (what.isEmpty()) {
      return Refusal.invalid(
          "Statement wasn't well formed, can't be processed: Unexpected token '"
              + (token.text() + "' at position " + (token.start() + 1)));
    }
    Token before = tokens.get(Math.max(0, next - 1));
    int end = next + 1 < tokens.size() ? tokens.get(next + 1).end() : token.end();
    return Refusal.invalid(
        "Invalid "
            + what
            + ": Syntax error; token: \""
            + token.text()
            + "\", near: \""
            + text.substring(before.start(), end)
            + "\"");
  }

  /** Where the next one begins. */
  public int position() {
    return peek().start();
  }

  /** A fault of the expression that is no fault of its syntax. */
  Refusal fault(String message) {
    return Refusal.invalid("Invalid " + what + ": " + message);
  }
}
