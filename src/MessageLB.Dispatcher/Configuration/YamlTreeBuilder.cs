using System.Globalization;
using MessageLB.Core.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>Builds the tree of one document from the parser's events.</summary>
/// <param name="file">Name of the file, for places.</param>
/// <param name="parser">The events.</param>
/// <param name="findings">Where mistakes go.</param>
internal sealed class YamlTreeBuilder(string file, IParser parser, ConfigFindings findings)
{
    /// <summary>Deepest nesting; configuration needs six.</summary>
    private const int MaxDepth = 32;

    /// <summary>Most values once aliases are expanded: what stops a few lines from becoming billions.</summary>
    private const int MaxNodes = 100_000;

    private readonly Dictionary<string, (ConfigNode Node, long Size)> _anchors = new(StringComparer.Ordinal);
    private long _nodes;

    /// <summary>The tree; null if it is not usable.</summary>
    /// <exception cref="YamlException">The text is no YAML, or goes beyond a bound.</exception>
    public ConfigMap? Build()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _)) return Empty();
        parser.Consume<DocumentStart>();
        var root = ReadNode("", depth: 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            Error("", second, "a second document begins here: keep one in a file");
            return null;
        }

        if (root is ConfigMap map) return map;
        if (root is ConfigScalar { Text: null }) return Empty();
        findings.Add(new ConfigError("", root.Origin, null, $"is not a map of settings: write a key with a colon, and its settings behind or below it"));
        return null;
    }

    private ConfigMap Empty() => new([], ConfigOrigin.File(file));

    private ConfigNode ReadNode(string path, int depth, ParsingEvent? key = null)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Expand(alias);
        var node = parser.Consume<NodeEvent>();
        if (depth > MaxDepth) throw new YamlBoundException(node.Start, $"is nested more than {MaxDepth} levels deep");
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && !node.Tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
        {
            Error(path, node, $"has the tag {node.Tag}; tags are not read");
        }

        var before = _nodes;
        Count(node, 1);
        ConfigNode built = node switch
        {
            // A block begins on the line after its key; the key is what people look for.
            MappingStart => ReadMap(path, depth, At(key ?? node)),
            SequenceStart => ReadList(path, depth, At(key ?? node)),
            _ => new ConfigScalar(TextOf((Scalar)node), At(node)),
        };
        // Known only once it is complete, so that an alias inside its own anchor is an unknown one.
        if (!node.Anchor.IsEmpty) _anchors[node.Anchor.Value] = (built, _nodes - before);
        return built;
    }

    private ConfigMap ReadMap(string path, int depth, ConfigOrigin origin)
    {
        var entries = new List<ConfigEntry>();
        var byKey = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                var other = parser.Current!;
                ReadNode(path, depth + 1);
                Error(path, other, "has a key that is no plain text");
                ReadNode(path, depth + 1);
                continue;
            }

            var inner = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            var value = ReadNode(inner, depth + 1, key);
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                Error(path, key, "uses a merge key (<<), which is not read: what groups share belongs in 'load_balancer'");
            }
            else if (byKey.TryAdd(key.Value, entries.Count))
            {
                entries.Add(new ConfigEntry(key.Value, At(key), value));
            }
            else if (Join(entries[byKey[key.Value]], value) is { } joined)
            {
                entries[byKey[key.Value]] = joined;
            }
            else
            {
                Error(inner, key, $"is written twice: first at {entries[byKey[key.Value]].KeyOrigin}");
            }
        }

        return new ConfigMap(entries, origin);
    }

    /// <summary>
    /// A switch and a map under the same key are one setting, as the kOS Load Balancer specification writes it:
    /// <c>dynamic_adjustment: true</c> and further down the map with its settings. Null for any other repetition.
    /// </summary>
    private static ConfigEntry? Join(ConfigEntry first, ConfigNode second) => (first.Value, second) switch
    {
        (ConfigScalar one, ConfigMap map) when IsSwitch(one) => first with { Value = new ConfigMap(map.Entries, map.Origin, one) },
        (ConfigMap { Self: null } map, ConfigScalar other) when IsSwitch(other) => first with { Value = new ConfigMap(map.Entries, map.Origin, other) },
        _ => null,
    };

    private static bool IsSwitch(ConfigScalar scalar) => bool.TryParse(scalar.Text, out _);

    private ConfigList ReadList(string path, int depth, ConfigOrigin origin)
    {
        var items = new List<ConfigNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode($"{path}[{items.Count}]", depth + 1));
        return new ConfigList(items, origin);
    }

    private ConfigNode Expand(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            throw new YamlBoundException(alias.Start, $"the alias *{alias.Value} has no anchor before it");
        }

        Count(alias, anchored.Size);
        return anchored.Node;
    }

    private void Count(ParsingEvent node, long added)
    {
        _nodes += added;
        if (_nodes > MaxNodes) throw new YamlBoundException(node.Start, string.Create(CultureInfo.InvariantCulture, $"holds more than {MaxNodes:N0} values once its aliases are expanded"));
    }

    private static string? TextOf(Scalar scalar) =>
        scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" } ? null : scalar.Value;

    private ConfigOrigin At(ParsingEvent node) => ConfigOrigin.File(file, (int)node.Start.Line, (int)node.Start.Column);

    private void Error(string path, ParsingEvent node, string rule) => findings.Add(new ConfigError(path, At(node), null, rule));
}
