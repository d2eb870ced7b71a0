using System.Globalization;
using MessageLB.Core.Hashing;

namespace MessageLB.Core.Configuration;

/// <summary>The kinds of single values that configuration knows.</summary>
internal static class Scalars
{
    /// <summary>What <see cref="Names.IsValid"/> asks for.</summary>
    public static readonly string NameRule = $"1 to {Names.MaxLength} of A-Z, a-z, 0-9, - and _";

    public static ScalarShape<bool> Switch { get; } = new("boolean", ParseSwitch, value => value ? "true" : "false");

    public static ScalarShape<TimeSpan> Time { get; } = Of<TimeSpan>("duration", Duration.TryParse, Duration.Format);

    public static ScalarShape<int> Size { get; } = new("size", ParseSize, value => ByteSize.Format(value));

    public static ScalarShape<double> Percent { get; } = Of<double>("percentage", Percentage.TryParse, Percentage.Format).Within("0%", "100%");

    public static ScalarShape<double> Frequency { get; } = Of<double>("rate", Rate.TryParse, Rate.Format);

    public static ScalarShape<double> PerTime { get; } = Frequency.Within("0/s", "1000000M/s");

    public static ScalarShape<WindowConfig> Window { get; } = new("window", Text<WindowConfig>(WindowConfig.TryParse), value => value.ToString())
    {
        Words = $"auto, 1 to {WindowConfig.Largest}, concurrency or concurrency+N",
        Rule = RuleOfWindow,
    };

    public static ScalarShape<KeySource> HashKey { get; } = new("key", Text<KeySource>(KeySource.TryParse), value => value.ToString())
    {
        Words = "header:NAME, routing-key, type, message-id, correlation-id, user-id or app-id",
    };

    public static ScalarShape<string> Name { get; } = new("name", ParseAny, value => value)
    {
        Words = NameRule,
        Rule = value => Names.IsValid(value) ? null : value.Length == 0 ? $"is missing: write a name of {NameRule}" : $"is no valid name: use {NameRule}",
    };

    public static ScalarShape<string> Route { get; } = new("topic pattern", ParseAny, value => value) { Rule = RoutePattern.BrokenRule };

    public static ScalarShape<string?> Pattern { get; } = new("topic pattern", ParseAny!, value => value ?? "") { Rule = value => value is null ? null : RoutePattern.BrokenRule(value) };

    public static ScalarShape<string> Plain { get; } = new("text", ParseAny, value => value);

    public static ScalarShape<KeySource?> Key { get; } = new("key", ParseKey, value => value?.ToString() ?? "")
    {
        Words = "header:NAME, routing-key, type, message-id, correlation-id, user-id or app-id",
    };

    public static ScalarShape<string?> Line { get; } = new("text", ParseAny!, value => value ?? "");

    public static ScalarShape<string?> Secret { get; } = new("secret", ParseAny!, _ => "") { IsSecret = true };

    public static ScalarShape<string?> Listen { get; } = new("address", ParseListen, value => value ?? "off")
    {
        Words = "IP address and port, or off",
        Rule = value => value is null || ListenAddress.TryParse(value, out _, out var rule) ? null : rule,
    };

    /// <summary>The text is never shown when it is no address: nobody can tell where its password ends.</summary>
    public static ScalarShape<ClusterAddress?> Broker { get; } = new("broker address", ParseBroker, value => value?.ToString() ?? "embedded")
    {
        IsSecret = true,
        Words = "amqp://host:5672/vhost, amqp://a:5672,b:5672/vhost, amqps://…, or embedded",
    };

    /// <summary>As <see cref="Broker"/>: somebody may have written a login into it.</summary>
    public static ScalarShape<Uri?> WebAddress { get; } = new("web address", ParseWebAddress, value => value is null ? "" : Redaction.WithoutCredentials(value.OriginalString))
    {
        IsSecret = true,
        Words = "https://host:15671, or http:// on this machine",
    };

    /// <summary>As <see cref="WebAddress"/>, of a collector.</summary>
    public static ScalarShape<Uri?> Collector { get; } = new("web address", ParseCollector, value => value is null ? "" : Redaction.WithoutCredentials(value.OriginalString))
    {
        IsSecret = true,
        Words = "http://host:4317 or https://host:4317",
    };

    /// <summary>An address whose path may be a secret.</summary>
    public static ScalarShape<string?> HiddenAddress { get; } = new("web address", ParseAny!, _ => "")
    {
        IsSecret = true,
        Words = "https://host/path, or http://",
    };

    public static ScalarShape<int> Whole(int lowest, int highest) =>
        new("integer", ParseWhole, value => value.ToString(CultureInfo.InvariantCulture)) { Limits = (lowest, highest) };

    public static ScalarShape<double> Number(double lowest, double highest) =>
        new("number", ParseNumber, value => value.ToString(CultureInfo.InvariantCulture)) { Limits = (lowest, highest) };

    /// <summary>One of some words.</summary>
    public static ScalarShape<T> Choice<T>(params (string Word, T Value)[] choices)
        where T : struct, Enum
    {
        var words = string.Join(", ", choices.Select(choice => choice.Word));
        return new ScalarShape<T>("word", Parse, value => choices.First(choice => choice.Value.Equals(value)).Word) { Words = words };

        bool Parse(string text, out T value, out Problem problem)
        {
            problem = new Problem($"is not one of {words}", ConfigKeys.Closest(text, choices.Select(choice => choice.Word)));
            var found = Array.FindIndex(choices, choice => ConfigKeys.Same(choice.Word, text));
            value = found < 0 ? default : choices[found].Value;
            return found >= 0;
        }
    }

    private static ScalarShape<T> Of<T>(string type, TextParser<T> parse, Func<T, string> format) => new(type, Text(parse), format);

    private static ValueParser<T> Text<T>(TextParser<T> parse) => (string text, out T value, out Problem problem) =>
    {
        var parsed = parse(text, out value, out var rule);
        problem = new Problem(rule ?? "");
        return parsed;
    };

    private static bool ParseSwitch(string text, out bool value, out Problem problem)
    {
        string[] on = ["true", "yes", "on"];
        string[] off = ["false", "no", "off"];
        problem = new Problem("is not a boolean: write true or false", ConfigKeys.Closest(text, ["true", "false"]));
        value = on.Contains(text, StringComparer.OrdinalIgnoreCase);
        return value || off.Contains(text, StringComparer.OrdinalIgnoreCase);
    }

    private static bool ParseWhole(string text, out int value, out Problem problem)
    {
        problem = new Problem("is not a whole number");
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool ParseNumber(string text, out double value, out Problem problem)
    {
        problem = new Problem("is not a number: write one such as 2 or 0.5");
        const NumberStyles decimals = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return double.TryParse(text, decimals, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    private static bool ParseSize(string text, out int value, out Problem problem)
    {
        var parsed = ByteSize.TryParse(text, out var bytes, out var rule);
        problem = new Problem(rule ?? "is too large");
        value = (int)Math.Min(bytes, int.MaxValue);
        return parsed && bytes <= int.MaxValue;
    }

    private static bool ParseAny(string text, out string value, out Problem problem)
    {
        value = text;
        problem = default;
        return true;
    }

    private static bool ParseKey(string text, out KeySource? value, out Problem problem)
    {
        var parsed = KeySource.TryParse(text, out var key, out var rule);
        value = parsed ? key : null;
        problem = new Problem(rule ?? "", ConfigKeys.Closest(text, KeySource.Spellings));
        return parsed;
    }

    private static bool ParseListen(string text, out string? value, out Problem problem)
    {
        value = text.ToUpperInvariant() is "OFF" or "FALSE" or "NO" ? null : text;
        problem = default;
        return true;
    }

    private static string? RuleOfWindow(WindowConfig window)
    {
        var lowest = window.Mode == WindowMode.Fixed ? 1 : 0;
        return window.Value >= lowest && window.Value <= WindowConfig.Largest ? null : $"is out of range: a window is {lowest} to {WindowConfig.Largest}";
    }

    private static bool ParseWebAddress(string text, out Uri? value, out Problem problem)
    {
        problem = new Problem("is not a web address: write https://host:15671");
        return Uri.TryCreate(text, UriKind.Absolute, out value);
    }

    private static bool ParseCollector(string text, out Uri? value, out Problem problem)
    {
        problem = new Problem("is not a web address: write http://host:4317");
        return Uri.TryCreate(text, UriKind.Absolute, out value);
    }

    private static bool ParseBroker(string text, out ClusterAddress? value, out Problem problem)
    {
        value = null;
        problem = new Problem("is not a broker address: write amqp://host:5672/vhost, amqps://host:5671/vhost or embedded");
        return text.Equals("embedded", StringComparison.OrdinalIgnoreCase) || ClusterAddress.TryParse(text, out value);
    }
}
