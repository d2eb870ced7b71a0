using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

public sealed class RetryConfigTests
{
    [Fact]
    public void Load_EveryKey_IsRead()
    {
        var retry = TempYaml.Load("""
            groups:
              orders:
                retry:
                  max_attempts: 7
                  delay: 2s
                  factor: 3
                  max_delay: 1h
                  jitter: 20%
                  errors:
                    - {error: ValidationException, max_attempts: 1}
                    - {error: "Timeout*", delay: 10s, factor: 1, max_delay: 20s}
            """).GetConfig().Groups[0].Retry;

        Assert.Equal((7, 2, 3, 3600, 0.2), (retry.MaxAttempts, retry.Delay.TotalSeconds, retry.Factor, retry.MaxDelay.TotalSeconds, retry.Jitter));
        Assert.Equal(new RetryErrorConfig { Error = "ValidationException", MaxAttempts = 1 }, retry.Errors[0]);
        Assert.Equal(
            (7, 10, 1, 20, 0.2),
            (retry.For("TimeoutException").MaxAttempts, retry.For("TimeoutException").Delay.TotalSeconds, retry.For("TimeoutException").Factor, retry.For("TimeoutException").MaxDelay.TotalSeconds, retry.For("TimeoutException").Jitter));
    }

    [Fact]
    public void Load_ShortForm_IsTheNumberOfAttempts() =>
        Assert.Equal(new RetryConfig { MaxAttempts = 3 }, TempYaml.Load("groups: {orders: {retry: 3}}").GetConfig().Groups[0].Retry);

    [Fact]
    public void Load_WithoutErrorRecovery_OneAttemptIsAll()
    {
        var group = TempYaml.Load("load_balancer: {quality: {error_recovery: false}}\ngroups: {orders: {retry: 3}}").GetConfig().Groups[0];

        Assert.Equal(1, group.RetryInForce.MaxAttempts);
    }

    [Theory]
    [InlineData("retry: 0", "1:26: groups.orders.retry.max_attempts: \"0\" is out of range: must be 1 to 1000")]
    [InlineData("retry: {delay: 10m, max_delay: 5m}", "1:50: groups.orders.retry.max_delay: \"5m\" must not be below 'delay' (10m)")]
    [InlineData("retry: {errors: [{max_attempts: 1}]}", "1:36: groups.orders.retry.errors[0].error: is missing: write the kind of error, such as TimeoutException or Timeout*")]
    [InlineData("retry: {errors: [{error: 'Boom: x'}]}", "1:44: groups.orders.retry.errors[0].error: \"Boom: x\" is no kind of error: write what stands before the colon")]
    public void Load_Mistake_IsToldWithItsPlace(string keys, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Errors($"groups: {{orders: {{{keys}}}}}"));
}
