using System.Globalization;
using System.Text;
using MessageLB.Core.Configuration;

namespace MessageLB.Core.Forwarding;

/// <summary>What a text must be: present or absent, one of some texts, beginning with something. Reads every form of text alike, without allocation.</summary>
internal sealed class TextTest
{
    private readonly string[] _oneOf;
    private readonly byte[][] _oneOfBytes;
    private readonly string? _prefix;
    private readonly byte[]? _prefixBytes;
    private readonly bool _present;

    public TextTest(IEnumerable<string> oneOf, string? prefix, bool present)
    {
        _oneOf = [.. oneOf];
        _oneOfBytes = [.. _oneOf.Select(Encoding.UTF8.GetBytes)];
        _prefix = prefix;
        _prefixBytes = prefix is null ? null : Encoding.UTF8.GetBytes(prefix);
        _present = present;
    }

    /// <summary>The test that a condition asks of its header.</summary>
    public static TextTest OfHeader(ConditionConfig condition) => new(
        condition.EqualTo is { } text ? [text] : condition.OneOf, condition.Prefix, condition.Present ?? true);

    public bool IsMet(object? value)
    {
        Span<byte> buffer = stackalloc byte[64];
        var written = 0;
        return value switch
        {
            string text => IsMet(text),
            byte[] bytes => IsMet(bytes),
            bool flag => IsMet(flag ? "true" : "false"),
            IUtf8SpanFormattable number when number.TryFormat(buffer, out written, default, CultureInfo.InvariantCulture) => IsMet(buffer[..written]),
            null => !_present,
            _ => _present && _oneOf.Length == 0 && _prefix is null,
        };
    }

    private bool IsMet(string text)
    {
        if (!_present) return false;
        if (_prefix is not null && !text.StartsWith(_prefix, StringComparison.Ordinal)) return false;
        return _oneOf.Length == 0 || Array.IndexOf(_oneOf, text) >= 0;
    }

    private bool IsMet(ReadOnlySpan<byte> text)
    {
        if (!_present) return false;
        if (_prefixBytes is not null && !text.StartsWith(_prefixBytes)) return false;
        if (_oneOfBytes.Length == 0) return true;
        foreach (var one in _oneOfBytes)
        {
            if (text.SequenceEqual(one)) return true;
        }

        return false;
    }
}
