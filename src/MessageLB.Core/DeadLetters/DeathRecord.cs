using MessageLB.Transport;

namespace MessageLB.Core.DeadLetters;

/// <summary>The latest death in the broker's own record, which it keeps in <c>x-death</c>, the latest first.</summary>
/// <param name="Reason">The broker's word; null if there is no record.</param>
/// <param name="At">When; null if it does not say.</param>
/// <param name="Exchange">Exchange that the message was published to.</param>
/// <param name="RoutingKey">Routing key that it was published with.</param>
internal readonly record struct DeathRecord(string? Reason, DateTimeOffset? At, string? Exchange, string? RoutingKey)
{
    private const string Deaths = "x-death";

    public static DeathRecord Of(IDictionary<string, object?>? headers)
    {
        if (headers is null || !headers.TryGetValue(Deaths, out var value) || value is not IEnumerable<object?> deaths) return default;
        if (deaths.FirstOrDefault() is not IDictionary<string, object?> death) return default;
        var key = death.TryGetValue("routing-keys", out var keys) && keys is IEnumerable<object?> list ? Text(list.FirstOrDefault()) : null;
        var at = death.TryGetValue("time", out var time) && time is DateTimeOffset known ? known : (DateTimeOffset?)null;
        return new DeathRecord(HeaderValues.GetText(death, "reason"), at, HeaderValues.GetText(death, "exchange"), key);
    }

    /// <summary>Whether the broker writes the header by itself, so that a copy of it would only mislead.</summary>
    public static bool IsBrokers(string name) => name is Deaths or "x-delivery-count" or "x-acquired-count"
        || name.StartsWith("x-first-death-", StringComparison.Ordinal) || name.StartsWith("x-last-death-", StringComparison.Ordinal);

    public static long Count(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var value)
            ? value switch { long number => number, int number => number, _ => 0 }
            : 0;

    private static string? Text(object? value) => HeaderValues.GetText(new Dictionary<string, object?> { [""] = value }, "");
}
