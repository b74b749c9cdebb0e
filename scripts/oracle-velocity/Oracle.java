import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang.StringEscapeUtils;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.log.NullLogChute;

/**
 * Renders mapping templates with Apache Velocity 1.7: one JSON object a line in, one a line out.
 * In: {"template", "body", "params": {"path", "querystring", "header"}, "context", "stageVariables"}. Out: {"text"} or {"error"}.
 */
public class Oracle {
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(Json.write(answer((Map<?, ?>) new Json(line).read())));
    }
    out.flush();
  }

  private static Map<String, Object> answer(Map<?, ?> question) {
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      answer.put("text", render(question));
    } catch (Throwable error) {
      String message = String.valueOf(error.getMessage()).split("\n")[0];
      answer.put("error", error.getClass().getSimpleName() + ": " + message.substring(0, Math.min(100, message.length())));
    }
    return answer;
  }

  private static String render(Map<?, ?> question) throws Exception {
    // A new engine each time: macros stay in an engine.
    VelocityEngine engine = new VelocityEngine();
    engine.setProperty(RuntimeConstants.RUNTIME_LOG_LOGSYSTEM, new NullLogChute());
    engine.setProperty(RuntimeConstants.PARSER_POOL_SIZE, 1);
    engine.setProperty(RuntimeConstants.VM_LIBRARY, "");
    engine.init();
    VelocityContext variables = new VelocityContext();
    variables.put("input", new Input((String) question.get("body"), (Map<?, ?>) question.get("params")));
    variables.put("util", new Util());
    variables.put("context", question.get("context"));
    variables.put("stageVariables", question.get("stageVariables"));
    StringWriter text = new StringWriter();
    engine.evaluate(variables, text, "template", (String) question.get("template"));
    return text.toString();
  }

  /** $input, as https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html describes it. */
  public static class Input {
    private final String body;
    private final Map<?, ?> params;

    Input(String body, Map<?, ?> params) {
      this.body = body == null || body.isEmpty() ? "{}" : body;
      this.params = params;
    }

    public String getBody() {
      return body;
    }

    public Map<?, ?> params() {
      return params;
    }

    public Object params(String name) {
      for (Object place : params.values()) {
        if (((Map<?, ?>) place).containsKey(name)) {
          return ((Map<?, ?>) place).get(name);
        }
      }
      return "";
    }

    public Object path(String path) {
      return step(new Json(body).read(), path);
    }

    public String json(String path) {
      return Json.write(path(path));
    }

    /** Names and numbers only: what the templates of the table use. */
    private static Object step(Object value, String path) {
      for (String part : path.split("[.\\[\\]]+")) {
        if (part.equals("$") || part.isEmpty()) {
          continue;
        }
        if (value instanceof Map) {
          value = ((Map<?, ?>) value).get(part);
        } else if (value instanceof List && part.matches("\\d+") && Integer.parseInt(part) < ((List<?>) value).size()) {
          value = ((List<?>) value).get(Integer.parseInt(part));
        } else {
          return null;
        }
      }
      return value;
    }
  }

  /** $util. */
  public static class Util {
    public String escapeJavaScript(String text) {
      return StringEscapeUtils.escapeJavaScript(text);
    }

    public Object parseJson(String text) {
      return new Json(text).read();
    }

    public String urlEncode(String text) throws Exception {
      return URLEncoder.encode(text, "UTF-8");
    }

    public String urlDecode(String text) throws Exception {
      return URLDecoder.decode(text, "UTF-8");
    }

    public String base64Encode(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public String base64Decode(String text) {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
  }

  /** A list of JSON, which prints as JSON (recorded on AWS). */
  public static class JsonList extends ArrayList<Object> {
    @Override
    public String toString() {
      return Json.write(this);
    }
  }

  /** Reads and writes JSON. */
  static class Json {
    private final String text;
    private int at = 0;

    Json(String text) {
      this.text = text;
    }

    Object read() {
      char next = peek();
      if (next == '{') {
        Map<String, Object> map = new LinkedHashMap<>();
        for (at++; peek() != '}'; ) {
          String name = (String) read();
          expect(':');
          map.put(name, read());
          skip(',');
        }
        at++;
        return map;
      }
      if (next == '[') {
        List<Object> list = new JsonList();
        for (at++; peek() != ']'; ) {
          list.add(read());
          skip(',');
        }
        at++;
        return list;
      }
      return next == '"' ? string() : word();
    }

    private char peek() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at >= text.length()) {
        throw new IllegalArgumentException("no JSON");
      }
      return text.charAt(at);
    }

    private void expect(char wanted) {
      if (peek() != wanted) {
        throw new IllegalArgumentException("no JSON");
      }
      at++;
    }

    private void skip(char optional) {
      if (peek() == optional) {
        at++;
      }
    }

    private String string() {
      StringBuilder made = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        char next = text.charAt(at);
        if (next != '\\') {
          made.append(next);
        } else if (text.charAt(++at) == 'u') {
          made.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
        } else {
          int known = "bfnrt".indexOf(text.charAt(at));
          made.append(known < 0 ? text.charAt(at) : "\b\f\n\r\t".charAt(known));
        }
      }
      at++;
      return made.toString();
    }

    private Object word() {
      int start = at;
      while (at < text.length() && ",]}: \t\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(start, at);
      switch (word) {
        case "true": return true;
        case "false": return false;
        case "null": return null;
        default: return number(word);
      }
    }

    /** As json-smart does: Integer, Long or BigInteger; Double, or BigDecimal for more than 18 characters. */
    private static Number number(String word) {
      if (!word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
        throw new IllegalArgumentException("no JSON");
      }
      if (!word.matches("-?\\d+")) {
        return word.length() > 18 ? (Number) new BigDecimal(word) : (Number) Double.valueOf(word);
      }
      BigInteger whole = new BigInteger(word);
      if (whole.bitLength() < 32) {
        return whole.intValue();
      }
      return whole.bitLength() < 64 ? (Number) whole.longValue() : (Number) whole;
    }

    static String write(Object value) {
      StringBuilder made = new StringBuilder();
      if (value instanceof Map) {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          made.append(made.length() == 0 ? "{" : ",").append(write(String.valueOf(entry.getKey()))).append(':').append(write(entry.getValue()));
        }
        return made.length() == 0 ? "{}" : made.append('}').toString();
      }
      if (value instanceof List) {
        for (Object item : (List<?>) value) {
          made.append(made.length() == 0 ? "[" : ",").append(write(item));
        }
        return made.length() == 0 ? "[]" : made.append(']').toString();
      }
      if (value == null || value instanceof Number || value instanceof Boolean) {
        return String.valueOf(value);
      }
      made.append('"');
      for (char next : String.valueOf(value).toCharArray()) {
        int known = "\b\f\n\r\t".indexOf(next);
        if (next == '"' || next == '\\') {
          made.append('\\').append(next);
        } else if (known >= 0) {
          made.append('\\').append("bfnrt".charAt(known));
        } else if (next < ' ') {
          made.append(String.format("\\u%04x", (int) next));
        } else {
          made.append(next);
        }
      }
      return made.append('"').toString();
    }
  }
}
