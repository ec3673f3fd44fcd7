import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Java has no JSON of its own: a case is a line of words, the secret, the body in base64, then names and values of headers. */
class Main {
    public static void main(String[] lines) {
        for (String line : lines) {
            String[] words = line.split("\t");
            Map<String, String> headers = new HashMap<>();
            for (int at = 2; at < words.length; at += 2) headers.put(words[at], words[at + 1]);
            try {
                Receiver.verify(Base64.getDecoder().decode(words[1]), headers, words[0]);
                System.out.println("believed");
            } catch (Exception refused) {
                System.out.println("refused");
            }
        }
    }
}
