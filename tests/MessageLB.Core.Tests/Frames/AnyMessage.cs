using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Frames;

/// <summary>Messages of every shape, each from one number, so that a failure names it.</summary>
internal sealed record AnyMessage(MessageProperties Properties, byte[] Body)
{
    private static readonly string[] Ours = ["messagelb-group", "messagelb-destination", "messagelb-attempt", "messagelb-key"];

    /// <summary>Numbers to make messages of.</summary>
    public static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue);

    /// <summary>A message; now and then one that no frame takes.</summary>
    public static AnyMessage Of(int seed)
    {
        var random = new Random(seed);
        var body = new byte[random.Next(4) == 0 ? random.Next(33_001) : random.Next(200)];
        random.NextBytes(body);
        var properties = new MessageProperties
        {
            ContentType = Maybe(random), ContentEncoding = Maybe(random), CorrelationId = Maybe(random), ReplyTo = Maybe(random),
            MessageId = Maybe(random), Type = Maybe(random), AppId = Maybe(random), Persistent = random.Next(2) == 0,
            Priority = random.Next(2) == 0 ? (byte)random.Next(256) : null, Timestamp = random.Next(2) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : null,
            Expiration = random.Next(30) == 0 ? "1000" : null, UserId = random.Next(30) == 0 ? "guest" : null,
        };
        if (random.Next(5) > 0) properties.Headers = Headers(random);
        return new AnyMessage(properties, body);
    }

    /// <summary>Everything about a message as one text. Text is the same whether it is read as text or as bytes.</summary>
    public static string Describe(MessageProperties p, ReadOnlySpan<byte> body)
    {
        var headers = (p.Headers ?? new Dictionary<string, object?>()).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}={Describe(h.Value)}");
        return $"{p.ContentType}|{p.ContentEncoding}|{p.Persistent}|{p.Priority}|{p.CorrelationId}|{p.ReplyTo}|{p.Expiration}|{p.MessageId}|{p.Timestamp}|{p.Type}|{p.UserId}|{p.AppId}"
            + $"|{(p.ContentType is null ? 0 : 1)}{(p.Type is null ? 0 : 1)}{(p.AppId is null ? 0 : 1)}|{string.Join(',', headers)}|{Convert.ToHexString(body)}";
    }

    private static string Describe(object? value) => value switch
    {
        null => "nothing",
        string text => "text " + Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        byte[] text => "text " + Convert.ToHexString(text),
        ReadOnlyMemory<byte> binary => "binary " + Convert.ToHexString(binary.Span),
        double number => "double " + BitConverter.DoubleToInt64Bits(number),
        DateTimeOffset time => "time " + time.ToUnixTimeSeconds(),
        _ => $"{value.GetType().Name} {value}",
    };

    private static Dictionary<string, object?> Headers(Random random)
    {
        var headers = new Dictionary<string, object?>();
        foreach (var name in Ours)
        {
            if (random.Next(4) > 0) headers[name] = random.Next(6) == 0 ? Text(random) : "same";
        }

        for (var i = random.Next(random.Next(10) == 0 ? 30 : 4); i > 0; i--)
        {
            headers[(random.Next(3) == 0 ? "messagelb-" : "own-") + (random.Next(50) == 0 ? Text(random) : $"{i}")] = Value(random);
        }

        return headers;
    }

    private static object? Value(Random random) => random.Next(40) switch
    {
        0 => new Dictionary<string, object?>(),
        1 => (short)7,
        var other => (other % 9) switch
        {
            0 => null,
            1 => Text(random),
            2 => Encoding.UTF8.GetBytes(Text(random)),
            3 => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(Text(random))),
            4 => random.Next(2) == 0,
            5 => random.Next(int.MinValue, int.MaxValue),
            6 => random.NextInt64(long.MinValue, long.MaxValue),
            7 => random.NextDouble() * 1e9,
            _ => DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(-10_000_000_000, 10_000_000_000)),
        },
    };

    private static string? Maybe(Random random) => random.Next(3) == 0 ? Text(random) : null;

    // Mostly short; some at and beyond 255 bytes, some with several bytes to a character.
    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(30) == 0 ? random.Next(250, 262) : random.Next(12); i > 0; i--) text.Append(random.Next(20) == 0 ? "\u00e4\U0001f389"[..(random.Next(2) == 0 ? 1 : 3)] : $"{(char)random.Next('0', 'z')}");
        return text.ToString();
    }
}
