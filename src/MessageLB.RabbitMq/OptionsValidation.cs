namespace MessageLB.RabbitMq;

/// <summary>The ranges of <see cref="RabbitMqOptions"/>.</summary>
internal static class OptionsValidation
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public static void Validate(RabbitMqOptions options)
    {
        InRange(options.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), nameof(options.ConnectTimeout));
        InRange(options.Heartbeat, TimeSpan.FromSeconds(1), TenMinutes, nameof(options.Heartbeat));
        InRange(options.ConfirmTimeout, TimeSpan.FromMilliseconds(100), TenMinutes, nameof(options.ConfirmTimeout));
        InRange(options.CallTimeout, TimeSpan.FromMilliseconds(100), TenMinutes, nameof(options.CallTimeout));
        InRange(options.MaxMessageSize, 1024, 512 * 1024 * 1024, nameof(options.MaxMessageSize));
    }

    private static void InRange<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least} to {most}.");
    }
}
